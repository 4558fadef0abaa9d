import type { Verification } from "../../api/types";
import { Countdown } from "../../ui/Countdown";
import { firstName } from "../../ui/firstName";
import { begunAt } from "./stage";
import { Timeline } from "./Timeline";

/** A warning that another call claims the same contact, without any button. */
export function Watching({ verification }: { verification: Verification }) {
  const name = firstName(verification.contact.name);
  return (
    <section className="card now" aria-label="Another call" data-stage="watch">
      <div className="banner warn" role="alert">
        <strong>
          Another call claims to be <bdi>{verification.contact.name}</bdi>.
        </strong>
        {verification.warning ?? (
          <>
            <bdi>{verification.leader}</bdi> is verifying {name} right now
            {verification.ticket_id && ` for ticket ${verification.ticket_id}`}. The result belongs to that call, not to
            yours: whoever is on your line is not verified by it.
          </>
        )}
      </div>
      <p className="soft">
        You are watching. Talk to <bdi>{verification.leader}</bdi>; when their verification has ended you can start your
        own.
      </p>
      <Timeline verification={verification} />
      <Countdown end={verification.expires_at} start={begunAt(verification)}>
        <span className="end soft">
          <bdi>{verification.leader}</bdi> is asking
        </span>
      </Countdown>
    </section>
  );
}
