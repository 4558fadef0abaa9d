import type { Verification } from "../../api/types";
import { firstName } from "../../ui/firstName";
import { Shield } from "../../ui/Shield";
import { When } from "../../ui/When";
import { describeOutcome } from "./describeOutcome";

/** The outcome, as the most prominent thing on the screen. */
export function Outcome({ verification, onDone }: { verification: Verification; onDone?: () => void }) {
  const outcome = describeOutcome(verification);
  return (
    <section
      className={`card now outcome ${outcome.tone}`}
      aria-label="Result"
      role="status"
      data-outcome={verification.status}
    >
      <div className="row top">
        <Shield state={outcome.shield} big />
        <div className="grow stack">
          <h2 className="now-ask">{outcome.title}</h2>
          <p>
            {outcome.meaning} <strong>{outcome.next}</strong>
          </p>
          {verification.mutual?.words && (
            <p>
              You both see <strong className="same-words">{verification.mutual.words}</strong>. If{" "}
              {firstName(verification.contact.name)} reads other words, somebody is between you.
            </p>
          )}
          <p className="soft">
            {verification.leader}
            {verification.ticket_id ? `, ticket ${verification.ticket_id}` : ""}
            {verification.closed_at ? (
              <>
                , <When at={verification.closed_at} />
              </>
            ) : (
              ""
            )}
          </p>
        </div>
      </div>
      {onDone && (
        <div className="row">
          <button type="button" className="end" onClick={onDone}>
            Done
          </button>
        </div>
      )}
    </section>
  );
}
