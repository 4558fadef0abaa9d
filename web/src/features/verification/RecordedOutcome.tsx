import type { Verification } from "../../api/types";
import { Shield } from "../../ui/Shield";
import { describeOutcome } from "./describeOutcome";
import { describeRecord } from "./describeRecord";
import { TicketNote } from "./TicketNote";

/** How a verification ended, as history: it says nothing of anybody who is on the phone now. */
export function RecordedOutcome({ verification }: { verification: Verification }) {
  const { shield, tone } = describeOutcome(verification);
  const { title, meaning } = describeRecord(verification);
  return (
    <section
      className={`card now outcome ${tone}`}
      aria-label="Result"
      role="status"
      data-outcome={verification.status}
    >
      <div className="row top">
        <Shield state={shield} big />
        <div className="grow stack">
          <h2 className="now-ask" dir="auto">
            {title}
          </h2>
          <p>{meaning}</p>
          {verification.mutual?.words && (
            <p>
              Both saw <strong className="same-words">{verification.mutual.words}</strong>.
            </p>
          )}
          {verification.status === "approved" && (
            <div className="soft">
              <TicketNote verification={verification} />
            </div>
          )}
        </div>
      </div>
    </section>
  );
}
