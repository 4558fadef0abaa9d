import { useLocation } from "@tanstack/react-router";
import { Gate } from "../../session/Gate";
import { PodOnlyNotice } from "../../session/PodOnlyNotice";
import { may } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { Shell } from "./Shell";

const setUp = /^\/(policies|templates|integrations|ticket-defaults|people|api-keys|audit|settings)(\/|$)/;

/** Every screen behind the sign-in. */
export function Desk() {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <Gate>
      {(session) => {
        if (!session.user.allow_ui) return <PodOnlyNotice session={session} />;
        if (setUp.test(path) && !may(session, "admin")) {
          return (
            <Empty
              title="This is for admins"
              action={
                <a className="button" href="/contacts">
                  Go to contacts
                </a>
              }
            >
              If you need something changed here, ask an admin of {session.tenant.name}.
            </Empty>
          );
        }
        return <Shell session={session} />;
      }}
    </Gate>
  );
}
