import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { Policy } from "../../api/types";
import { usePolicy, usePolicyVersions } from "../../api/usePolicies";
import { useUndoToast } from "../../api/useUndoToast";
import { useSession } from "../../session/useSession";
import { DiffView } from "../../ui/DiffView";
import { Skeleton } from "../../ui/Skeleton";
import { useToast } from "../../ui/Toasts";
import { hasDraft } from "../../ui/useDraft";
import { When } from "../../ui/When";
import { draftNameOf } from "./draftName";
import { ruleDifferences } from "./names";
import { PolicyForm } from "./PolicyForm";
import { PolicyHistory } from "./PolicyHistory";
import { usePolicyChanges } from "./usePolicyChanges";

/** The rules that a policy may leave out, which an earlier version then takes away. */
const unsaid = { minimum_assurance: undefined, call_back_to: undefined, cooling_hours: undefined };

/** One policy: the default, a company's own, or what a company inherits. */
export function PolicyPage({
  companyId,
  companyName,
}: {
  companyId: string | undefined;
  companyName: string | undefined;
}) {
  const query = usePolicy(companyId);
  const standard = usePolicy(undefined).data;
  const versions = usePolicyVersions(companyId).data?.items;
  const me = useSession().data?.user.id;
  const { save, reset } = usePolicyChanges(companyId);
  const toast = useToast();
  const done = useUndoToast();
  const draftName = draftNameOf(me, companyId);
  const [adopting, setAdopting] = useState(() => hasDraft(draftName));
  const [restored, restore] = useState<Partial<Policy>>();
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
  const backToDefault = (own: Policy) =>
    reset.mutate(undefined, {
      onSuccess: () =>
        done(`${name} follows the default again. Verifications that are open keep the version they began with.`, () =>
          save.mutateAsync(own),
        ),
    });
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
          <button
            type="button"
            className="quiet"
            disabled={reset.isPending}
            onClick={() => backToDefault(version.policy)}
          >
            Go back to the default
          </button>
        )}
      </div>
      <ProblemNote error={reset.error} />
      {inherits && adopting && (
        <p className="banner">Change what should differ and save. Until then the default stays in force for {name}.</p>
      )}
      {companyId && !version.inherited && standard && (
        <section className="card" aria-labelledby="differs">
          <div className="card-head">
            <h2 id="differs">Where it differs from the default</h2>
          </div>
          <div className="card-body">
            <DiffView
              label="Where it differs from the default"
              differences={ruleDifferences(standard.policy, version.policy)}
            />
          </div>
        </section>
      )}
      <PolicyForm
        key={`${version.hash}${adopting}`}
        name={draftName}
        version={version}
        next={versions && (versions[0]?.version ?? 0) + 1}
        restored={restored}
        readOnly={inherits && !adopting}
        busy={save.isPending}
        error={save.error}
        onSave={(policy) =>
          save.mutate(policy, {
            onSuccess: (saved) => {
              setAdopting(false);
              restore(undefined);
              toast({ tone: "ok", words: `Version ${saved.version} is in force from now on.` });
            },
          })
        }
      />
      {standard && (
        <PolicyHistory
          companyId={companyId}
          standard={standard.policy}
          onRestore={(earlier) => {
            setAdopting(inherits);
            restore({ ...unsaid, ...earlier.policy });
            toast({ tone: "ok", words: `Version ${earlier.version} stands in the form. Save to put it in force.` });
          }}
        />
      )}
    </div>
  );
}
