import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import type { Policy, PolicyVersion } from "../../api/types";
import { usePolicyVersions } from "../../api/usePolicies";
import { DiffView } from "../../ui/DiffView";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { ruleDifferences } from "./names";

/** Every version: who made it, when, and what it changed. An earlier one can be put into the form again. */
export function PolicyHistory(props: {
  companyId: string | undefined;
  standard: Policy;
  onRestore: (version: PolicyVersion) => void;
}) {
  const query = usePolicyVersions(props.companyId);
  const items = query.data?.items;
  const [opened, open] = useState<number>();
  if (query.isError && !items)
    return (
      <div className="card">
        <LoadError query={query} />
      </div>
    );
  if (items?.length === 0) return null;
  return (
    <section className="card" aria-labelledby="versions">
      <div className="card-head">
        <h2 id="versions">Versions</h2>
      </div>
      {!items ? (
        <div className="card-body">
          <Skeleton lines={3} />
        </div>
      ) : (
        <ul className="versions">
          {items.map((version, at) => {
            const earlier = items[at + 1];
            const before = !earlier || earlier.revoked ? props.standard : earlier.policy;
            const shown = opened === version.version;
            return (
              <li key={version.version}>
                <div className="row wrap">
                  <strong>Version {version.version}</strong>
                  <span className="soft grow">
                    {version.revoked && "back to the default, "}
                    {version.changed_at && <When at={version.changed_at} />}
                    {version.changed_by && ` by ${version.changed_by}`}
                  </span>
                  {!version.revoked && (
                    <button
                      type="button"
                      className="quiet small"
                      aria-expanded={shown}
                      onClick={() => open(shown ? undefined : version.version)}
                    >
                      What changed<span className="hidden-text"> in version {version.version}</span>
                    </button>
                  )}
                  {at > 0 && !version.revoked && (
                    <button type="button" className="quiet small" onClick={() => props.onRestore(version)}>
                      Use again<span className="hidden-text">: version {version.version}</span>
                    </button>
                  )}
                </div>
                {shown && !version.revoked && (
                  <DiffView
                    label={`What version ${version.version} changed`}
                    differences={earlier || props.companyId ? ruleDifferences(before, version.policy) : []}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
