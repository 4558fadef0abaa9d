import { useLocation } from "@tanstack/react-router";
import { Empty, Failed } from "../parts/Empty";
import { Enrolment } from "../session/Enrolment";
import { Door } from "../session/Door";
import { NotHere } from "../session/NotHere";
import { SignIn } from "../session/SignIn";
import { may, useSession, useSignedIn } from "../session/useSession";
import { Shell } from "../shell/Shell";

const setUp = /^\/(policies|templates|people|api-keys|audit|settings)(\/|$)/;

/** The sign-in stands in front of every screen, at the screen's own address: after it one is where one wanted to go. */
export function Desk() {
  const session = useSession();
  const signedIn = useSignedIn();
  const path = useLocation({ select: (location) => location.pathname });
  if (session.isPending) return null;
  if (session.isError) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (!session.data) return <SignIn forgottenHref="/forgotten-password" />;
  if (session.data.enrol_totp) return <Door title="Set up your authenticator"><Enrolment onDone={() => void signedIn()} /></Door>;
  if (!session.data.user.allow_ui) return <NotHere session={session.data} />;
  if (setUp.test(path) && !may(session.data, "admin")) {
    return <Empty title="This is for admins" action={<a className="button" href="/contacts">Go to contacts</a>}>If you need something changed here, ask an admin of {session.data.tenant.name}.</Empty>;
  }
  return <Shell session={session.data} />;
}
