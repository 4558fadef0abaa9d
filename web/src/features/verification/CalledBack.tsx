import type { Verification } from "../../api/types";
import { Countdown } from "../../ui/Countdown";
import { firstName } from "../../ui/firstName";
import { Delivery } from "./Delivery";
import { begunAt } from "./stage";

/** What the technician says while the number on file rings. A person in the middle does not hear the new call. */
export function CalledBack({ verification }: { verification: Verification }) {
  const name = firstName(verification.contact.name);
  const last = verification.sends.at(-1);
  return (
    <>
      <h2 className="now-ask">Tell {name} to hang up, take our call and press 1</h2>
      <p className="soft">The call comes to your help desk's line. Go on there, not on this call.</p>
      {last && <Delivery send={last} name={name} />}
      <Countdown end={verification.expires_at} start={begunAt(verification)} />
    </>
  );
}
