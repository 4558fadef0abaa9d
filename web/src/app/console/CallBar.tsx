import { Link } from "@tanstack/react-router";
import { useCounts } from "../../features/counts/public";
import { callStatus, describeOutcome, useLedVerification } from "../../features/verification/public";
import { elapsed } from "../../time/relative";
import { useNow } from "../../time/useNow";
import { Name } from "../../ui/Name";
import { Shield } from "../../ui/Shield";

/** The call that is on, over every screen: the person, the ticket, the status of this call, and how long it takes. */
export function CallBar() {
  const { led, endCall } = useLedVerification(useCounts().open > 0);
  const now = useNow(1_000, led !== undefined);
  if (!led) return null;
  const { words, tone } = callStatus(led);
  return (
    <section className={`call-bar ${tone}`} aria-label="The call that is on">
      <Shield state={describeOutcome(led).shield} />
      <div className="who">
        <Name strong>{led.contact.name}</Name>
        <span className="soft clip">
          <bdi>{led.company.name}</bdi>
          {led.ticket_id && (
            <>
              {" "}
              · ticket <bdi>{led.ticket_id}</bdi>
            </>
          )}
        </span>
      </div>
      <span className={`status tone-${tone || "none"}`} role="status">
        {words}
      </span>
      <time className="soft figure" title="Since the verification began">
        {elapsed(now - Date.parse(led.opened_at))}
      </time>
      <Link to="/contacts/$contactId" params={{ contactId: led.contact.id }} className="button small">
        To the call
      </Link>
      {led.status !== "pending" && (
        <button type="button" className="quiet small" onClick={endCall}>
          End<span className="hidden-text"> the call</span>
        </button>
      )}
    </section>
  );
}
