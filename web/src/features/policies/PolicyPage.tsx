import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { usePolicy } from "../../api/usePolicies";
import { Confirm } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Skeleton";
import { useToast } from "../../ui/Toasts";
import { When } from "../../ui/When";
import { PolicyForm } from "./PolicyForm";
import { usePolicyChanges } from "./usePolicyChanges";

/** One policy: the default, a company's own, or what a company inherits. */
export function PolicyPage({
  companyId,
  companyName,
}: {
  companyId: string | undefined;
  companyName: string | undefined;
}) {
  const query = usePolicy(companyId);
  const { save, reset } = usePolicyChanges(companyId);
  const toast = useToast();
  const [adopting, setAdopting] = useState(false);
  const [asking, setAsking] = useState(false);
  const version = query.data;
  if (query.isError)
    return (
      <div className="card">
        <LoadError query={query} />
      </div>
    );
  if (!version)
    return (
      <div className="card pad">
        <Skeleton lines={12} />
      </div>
    );
  const inherits = companyId !== undefined && version.inherited;
  const name = companyName ?? version.company?.name ?? "this company";
  return (
    <div className="stack">
      <div className="row wrap form-head">
        <h2>{companyId ? name : "Default"}</h2>
        <span className="chip">{inherits ? `inherits the default, v${version.version}` : `v${version.version}`}</span>
        {version.changed_at && (
          <span className="soft">
            changed <When at={version.changed_at} />
            {version.changed_by && ` by ${version.changed_by}`}
          </span>
        )}
        <span className="end" />
        {inherits && !adopting && (
          <button type="button" onClick={() => setAdopting(true)}>
            Give it its own policy
          </button>
        )}
        {companyId && !version.inherited && (
          <button type="button" className="quiet" onClick={() => setAsking(true)}>
            Go back to the default
          </button>
        )}
      </div>
      {inherits && adopting && (
        <p className="banner">Change what should differ and save. Until then the default stays in force for {name}.</p>
      )}
      <PolicyForm
        key={`${version.hash}${adopting}`}
        version={version}
        readOnly={inherits && !adopting}
        busy={save.isPending}
        error={save.error}
        onSave={(policy) =>
          save.mutate(policy, {
            onSuccess: (saved) => {
              setAdopting(false);
              toast({ tone: "ok", words: `Version ${saved.version} is in force from now on.` });
            },
          })
        }
      />
      {asking && (
        <Confirm
          title={`Back to the default for ${name}?`}
          verb="Go back to the default"
          busy={reset.isPending}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            reset.mutate(undefined, {
              onSuccess: () => {
                setAsking(false);
                toast({ tone: "ok", words: `${name} follows the default again.` });
              },
            })
          }
        >
          <p>
            Its own policy ends. Verifications that are open keep the version they began with, and the evidence keeps
            every version.
          </p>
          <ProblemNote error={reset.error} />
        </Confirm>
      )}
    </div>
  );
}
