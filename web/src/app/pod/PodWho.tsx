import type { Session } from "../../api/types";
import { useSignOut } from "../../session/useSession";
import { Name } from "../../ui/Name";
import { useBearer } from "./BearerContext";

/** Who is signed in to the pod, and the way out. */
export function PodWho({ session }: { session: Session }) {
  const bearer = useBearer();
  const signOut = useSignOut();
  return (
    <footer className="pod-who row soft">
      <span className="grow clip">
        Signed in as <Name className="">{session.user.name}</Name>
      </span>
      <button type="button" className="quiet small" onClick={() => void signOut().then(bearer.leave)}>
        Sign out
      </button>
    </footer>
  );
}
