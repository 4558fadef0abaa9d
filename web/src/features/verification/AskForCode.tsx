import type { Verification } from "../../api/types";
import { Countdown } from "../../ui/Countdown";
import { firstName } from "../../ui/firstName";
import { CodeBoxes } from "./CodeBoxes";
import { Delivery } from "./Delivery";
import { carried, inWords } from "./labels";
import { begunAt } from "./stage";

interface Props {
  verification: Verification;
  busy: boolean;
  refusals: number;
  onCode: (code: string) => void;
}

/** What the technician says aloud, and the boxes for the code that the caller reads out. */
export function AskForCode({ verification, busy, refusals, onCode }: Props) {
  const name = firstName(verification.contact.name);
  const length = verification.code_length ?? 6;
  const left = verification.attempts_remaining;
  const last = verification.sends.at(-1);
  return (
    <>
      <h2 className="now-ask">
        {last?.status === "failed"
          ? `${carried(last.channel)} did not reach ${name}. Try another way`
          : verification.channel === "voice_code"
            ? `Ask ${name} to pick up, press a key and read you the ${inWords(length)} digits`
            : `Ask ${name} for the ${inWords(length)} digits`}
      </h2>
      {last && <Delivery send={last} name={name} />}
      <CodeBoxes
        length={length}
        busy={busy}
        refusals={refusals}
        refused={
          <>
            <strong>That was not it. {triesLeft(left)}</strong>
            {refusals >= doubtful && <p>Is this really {name}? Offer to call back on the number on file.</p>}
          </>
        }
        onCode={onCode}
      />
      <Countdown end={verification.expires_at} start={begunAt(verification)}>
        <span className={`end soft${left <= 2 ? " tone-bad" : ""}`} aria-live="polite">
          {busy ? "Checking" : refusals > 0 ? "" : triesLeft(left)}
        </span>
      </Countdown>
    </>
  );
}

/** From so many wrong codes on the caller is likely somebody else. */
const doubtful = 3;

function triesLeft(count: number): string {
  return count === 1 ? "1 try left" : `${count} tries left`;
}
