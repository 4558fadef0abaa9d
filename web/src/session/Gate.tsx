import type { ReactNode } from "react";
import { LoadError } from "../api/LoadError";
import type { Session } from "../api/types";
import { PreauthPage } from "./PreauthPage";
import { SignIn } from "./SignIn";
import { TotpEnrolment } from "./TotpEnrolment";
import { useSession, useSignedIn } from "./useSession";

/**
 * Renders its children once the person is signed in and has done what the desk requires. It stays at the page's own
 * address, so that the sign-in leads back to it.
 */
export function Gate({ email, children }: { email?: string; children: (session: Session) => ReactNode }) {
  const session = useSession();
  const signedIn = useSignedIn();
  if (session.isPending) return null;
  if (session.isError) return <LoadError query={session} />;
  if (!session.data) return <SignIn email={email} forgottenHref="/forgotten-password" />;
  if (session.data.enrol_totp)
    return (
      <PreauthPage title="Set up your authenticator">
        <TotpEnrolment onDone={() => void signedIn()} />
      </PreauthPage>
    );
  return children(session.data);
}
