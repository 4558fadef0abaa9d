import type { Session } from "../api/types";
import { PreauthPage } from "./PreauthPage";
import { useSignOut } from "./useSession";

/** Shown to a person who may use the pod only. */
export function PodOnlyNotice({ session }: { session: Session }) {
  const signOut = useSignOut();
  return (
    <PreauthPage title="Your desk is the pod">
      <p>
        {session.user.name}, your account at {session.tenant.name} works inside your ticket system: open a ticket there,
        and Countersign is beside it.
      </p>
      <p className="soft">If you need the console as well, an admin can switch it on for you under Team.</p>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </PreauthPage>
  );
}
