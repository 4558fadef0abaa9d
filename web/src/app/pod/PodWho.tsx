import type { Session } from "../../api/types";
import { useFirstReads } from "../../api/useFirstReads";
import { useSignOut } from "../../session/useSession";
import { Name } from "../../ui/Name";
import { useBearer } from "./BearerContext";

/** Who is signed in to the pod, and the way out. It comes with the last part above it, which would push it down. */
export function PodWho({ session }: { session: Session }) {
  const bearer = useBearer();
  const signOut = useSignOut();
  const known = useFirstReads(true);
  return (
    <footer className={`pod-who row soft${known ? "" : " not-yet"}`}>
      <span className="grow clip">
        Signed in as <Name className="">{session.user.name}</Name>
      </span>
      <button type="button" className="quiet small" onClick={() => void signOut().then(bearer.leave)}>
        Sign out
      </button>
    </footer>
  );
}
