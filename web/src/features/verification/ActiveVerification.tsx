import { useCallback, useRef, useState } from "react";
import { ProblemNote } from "../../api/ProblemNote";
import type { ChannelName, Verification } from "../../api/types";
import { useNow } from "../../time/useNow";
import { Countdown } from "../../ui/Countdown";
import { firstName } from "../../ui/firstName";
import { AskForCode } from "./AskForCode";
import { CallButtons } from "./CallButtons";
import { CalledBack } from "./CalledBack";
import { Delivery } from "./Delivery";
import { carried, isLink } from "./labels";
import { Outcome } from "./Outcome";
import { ReadNumber } from "./ReadNumber";
import { begunAt, stageOf } from "./stage";
import type { useVerificationActions } from "./useVerification";
import { Watching } from "./Watching";

interface Props {
  verification: Verification;
  actions: ReturnType<typeof useVerificationActions>;
  onDone: () => void;
}

function lapsed(channel: ChannelName): string {
  if (channel === "call_back") return "Nobody pressed the key in time";
  return isLink(channel) || channel === "sms_match" ? "The link has run out" : "The code has run out";
}

/** What to do now in an open verification. */
export function ActiveVerification({ verification, actions, onDone }: Props) {
  const stage = stageOf(verification, useNow(1000, verification.status === "pending"));
  const [refusals, setRefusals] = useState(0);
  const { id } = verification;
  const check = useRef(actions.check);
  check.current = actions.check;
  const onCode = useCallback(
    (code: string) => {
      check.current.mutate(
        { id, code },
        {
          onSuccess: (verdict) => {
            if (!verdict.accepted) setRefusals((count) => count + 1);
          },
        },
      );
    },
    [id],
  );

  if (stage === "ended") return <Outcome verification={verification} onDone={onDone} />;
  if (stage === "watch") return <Watching verification={verification} />;

  const name = firstName(verification.contact.name);
  const last = verification.sends.at(-1);
  const lost = last?.status === "failed" || last?.status === "unknown";
  const again = () =>
    actions.send.mutate({ id, option: { channel: verification.channel, address_id: verification.address_id } });
  return (
    <section className="card now" aria-label="This call" data-stage={stage}>
      {stage === "ask-code" && (
        <AskForCode verification={verification} busy={actions.check.isPending} refusals={refusals} onCode={onCode} />
      )}
      {stage === "ask-number" && <ReadNumber verification={verification} />}
      {stage === "ask-key" && <CalledBack verification={verification} />}
      {stage === "ask-link" && (
        <>
          <h2 className="now-ask">
            {last?.status === "failed"
              ? `${carried(last.channel)} did not reach ${name}. Try another way`
              : `Ask ${name} to open the link and press “Validate”`}
          </h2>
          {last?.status !== "failed" && <p className="soft">This turns green by itself when {name} has done so.</p>}
          {last && <Delivery send={last} name={name} />}
          <Countdown end={verification.expires_at} start={begunAt(verification)} />
        </>
      )}
      {stage === "lapsed" && (
        <>
          <h2 className="now-ask">{lapsed(verification.channel)}</h2>
          <p className="soft">
            {verification.send_again_at
              ? `Send ${name} a new one, or take a way that is open below.`
              : "Cancel this one and start again if the caller is still there."}
          </p>
        </>
      )}
      <ProblemNote error={actions.check.error ?? actions.send.error ?? actions.cancel.error} />
      <CallButtons
        verification={verification}
        urgent={stage === "lapsed" || lost}
        busy={actions.send.isPending || actions.cancel.isPending}
        onSendAgain={again}
        onCancel={() => actions.cancel.mutate(id)}
      />
    </section>
  );
}
