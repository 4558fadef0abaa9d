import type { Verification } from "../../api/types";
import { usePolicy } from "../../api/usePolicies";
import { may, useSession } from "../../session/useSession";
import { enoughWords } from "./labels";

/** How much was proven, and whether that is enough for the person's company. */
export function AssuranceLine({ verification }: { verification: Verification }) {
  const mayRead = may(useSession().data, "settings:read");
  const policy = usePolicy(verification.company.id, mayRead).data?.policy;
  return (
    <span>
      {enoughWords(verification.assurance, policy && (policy.minimum_assurance ?? ""), verification.company.name)}
    </span>
  );
}
