import { Gate } from "../../session/Gate";
import { PodOnlyNotice } from "../../session/PodOnlyNotice";
import { Shell } from "./Shell";

/** Every screen behind the sign-in. */
export function Desk() {
  return (
    <Gate>
      {(session) => (session.user.allow_ui ? <Shell session={session} /> : <PodOnlyNotice session={session} />)}
    </Gate>
  );
}
