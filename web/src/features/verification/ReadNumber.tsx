import type { Verification } from "../../api/types";
import { Countdown } from "../../ui/Countdown";
import { firstName } from "../../ui/firstName";
import { Delivery } from "./Delivery";
import { begunAt } from "./stage";

/** The number to read out. The contact enters it on the page of the link, or writes it back. */
export function ReadNumber({ verification }: { verification: Verification }) {
  const name = firstName(verification.contact.name);
  const last = verification.sends.at(-1);
  const wrong = (verification.attempts ?? []).filter((attempt) => !attempt.accepted).length;
  return (
    <>
      <h2 className="now-ask">Read this number to {name}</h2>
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: figure by figure, a screen reader reads the number as it is to be read out */}
      <p
        className="read-out"
        aria-label={`The number is ${verification.mutual?.number?.split("").join(" ") ?? "not there yet"}`}
      >
        {verification.mutual?.number ?? "··"}
      </p>
      <p className="soft">{name} enters it on the page we sent. Then you both see the same two words.</p>
      {wrong > 0 && (
        <p key={wrong} className="tone-bad" role="alert">
          <strong>
            {name} entered {wrong === 1 ? "a wrong number" : `${wrong} wrong numbers`}.{" "}
            {verification.attempts_remaining} left.
          </strong>{" "}
          Read it again, slowly.
        </p>
      )}
      {last && <Delivery send={last} name={name} />}
      <Countdown end={verification.expires_at} start={begunAt(verification)} />
    </>
  );
}
