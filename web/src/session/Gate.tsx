import { lazy, type ReactNode, Suspense } from "react";
import { LoadError } from "../api/LoadError";
import type { Session } from "../api/types";
import { useSession, useSignedIn } from "./useSession";

// Whoever is signed in needs none of it.
const SignIn = lazy(() => import("./SignIn").then((module) => ({ default: module.SignIn })));
const EnrolTotp = lazy(() => import("./EnrolTotp").then((module) => ({ default: module.EnrolTotp })));

/**
 * Renders its children once the person is signed in and has done what the desk requires. It stays at the page's own
 * address, so that the sign-in leads back to it.
 */
export function Gate({ email, children }: { email?: string; children: (session: Session) => ReactNode }) {
  const session = useSession();
  const signedIn = useSignedIn();
  if (session.isPending) return null;
  if (session.isError)
    return (
      <main>
        <LoadError query={session} alone />
      </main>
    );
  if (!session.data)
    return (
      <Suspense>
        <SignIn email={email} forgottenHref="/forgotten-password" />
      </Suspense>
    );
  if (session.data.enrol_totp)
    return (
      <Suspense>
        <EnrolTotp onDone={() => void signedIn()} />
      </Suspense>
    );
  return children(session.data);
}
