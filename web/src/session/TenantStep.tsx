import { ProblemNote } from "../api/ProblemNote";

interface Props {
  tenants: { slug: string; name: string }[];
  busy: boolean;
  error: unknown;
  onChoose: (slug: string) => void;
  onBack: () => void;
}

/** For someone who works for several MSPs. */
export function TenantStep({ tenants, busy, error, onChoose, onBack }: Props) {
  return (
    <>
      <p className="soft">Your address is known at several. You can sign out and choose another one later.</p>
      <div className="choices">
        {tenants.map((tenant, at) => (
          <button
            key={tenant.slug}
            type="button"
            autoFocus={at === 0}
            disabled={busy}
            onClick={() => onChoose(tenant.slug)}
          >
            {tenant.name}
          </button>
        ))}
      </div>
      <ProblemNote error={error} />
      <button type="button" className="quiet" onClick={onBack}>
        Back
      </button>
    </>
  );
}
