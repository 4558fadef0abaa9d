import type { Session } from "../../api/types";
import { Shield } from "../../ui/Shield";

/** Whose desk this is. */
export function NavMark({ session }: { session: Session }) {
  return (
    <div className="nav-mark">
      {session.logo ? <img src={session.logo} alt="" /> : <Shield state="ok" />}
      <strong className="clip" title={session.tenant.name}>
        {session.tenant.name}
      </strong>
    </div>
  );
}
