import { useState } from "react";
import type { Verification } from "../../api/types";
import { Figures } from "../../ui/Figures";
import { firstName } from "../../ui/firstName";
import { Shield } from "../../ui/Shield";
import { When } from "../../ui/When";
import { AssuranceLine } from "./AssuranceLine";
import { CompareWords } from "./CompareWords";
import { describeOutcome } from "./describeOutcome";
import { TicketNote } from "./TicketNote";

/** The outcome, as the most prominent thing on the screen. */
export function Outcome({ verification, onDone }: { verification: Verification; onDone: () => void }) {
  const outcome = describeOutcome(verification);
  const words = verification.mutual?.words;
  // Whoever only watches has nobody on the line to compare them with.
  const [matched, setMatched] = useState(!verification.leading);
  const [differ, setDiffer] = useState(false);
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
          {words && !matched ? (
            <CompareWords
              name={firstName(verification.contact.name)}
              words={words}
              onMatch={() => setMatched(true)}
              onDiffer={() => setDiffer(true)}
              differ={differ}
            />
          ) : (
            <>
              <h2 className="now-ask">{outcome.title}</h2>
              <p>
                {outcome.meaning} <strong>{outcome.next}</strong>
              </p>
              {words && (
                <p>
                  You both see <strong className="same-words">{words}</strong>.
                </p>
              )}
            </>
          )}
          {verification.status === "approved" && (
            <div className="soft">
              <AssuranceLine verification={verification} /> <TicketNote verification={verification} />
            </div>
          )}
          <p className="soft">
            <bdi>{verification.leader}</bdi>
            {verification.ticket_id && (
              <>
                , ticket <Figures>{verification.ticket_id}</Figures>
              </>
            )}
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
      <div className="row">
        <button type="button" className="end" onClick={onDone}>
          Done
        </button>
      </div>
    </section>
  );
}
