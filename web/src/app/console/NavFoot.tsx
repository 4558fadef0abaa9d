import type { Session } from "../../api/types";
import { ProfileMenu } from "../../features/account/ProfileMenu";

/** The foot of the navigation: the sandbox, and who is signed in. */
export function NavFoot({ session }: { session: Session }) {
  return (
    <div className="nav-foot">
      {session.sandbox_url && (
        <a className="soft" href={session.sandbox_url} target="_blank" rel="noreferrer">
          Sandbox inboxes ↗
        </a>
      )}
      <ProfileMenu session={session} />
    </div>
  );
}
