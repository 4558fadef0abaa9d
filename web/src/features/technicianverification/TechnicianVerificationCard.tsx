import type { TechnicianVerification } from "../../api/types";
import { useNow } from "../../time/useNow";
import { Countdown } from "../../ui/Countdown";
import { Masked } from "../../ui/Masked";
import { Shield } from "../../ui/Shield";
import { When } from "../../ui/When";
import { OtherTicket } from "../verification/public";
import { ClaimForm } from "./ClaimForm";
import { StepProblem } from "./StepProblem";
import "./technicianverification.css";
import {
  called,
  endOf,
  isOpen,
  noteLabel,
  standing,
  technicianVerificationStage,
  transportLabel,
  whoAsked,
} from "./labels";
import { ShowCode } from "./ShowCode";
import { Steps } from "./Steps";
import { useConfirmWord, useTechnicianVerificationActions } from "./useTechnicianVerifications";

interface Props {
  verification: TechnicianVerification;
  mayAct: boolean;
  ticketId?: string | undefined;
  /** The integration of the ticket. */
  integrationId?: string | undefined;
  contactId?: string | undefined;
  /** Puts away what has ended. */
  onDone?: () => void;
}

/**
 * What to do now about a technician verification. A client who asks again gets a new code, so the code shown before
 * disappears.
 */
export function TechnicianVerificationCard(props: Props) {
  const { verification } = props;
  return (
    <div>
      {isOpen(verification) ? (
        <OpenTechnicianVerification key={`${verification.id} ${verification.expires_at}`} {...props} />
      ) : (
        <EndedTechnicianVerification {...props} />
      )}
    </div>
  );
}

function OpenTechnicianVerification({ verification, mayAct, ticketId, integrationId, contactId }: Props) {
  const actions = useTechnicianVerificationActions(verification.id);
  const word = useConfirmWord();
  const stage = technicianVerificationStage(verification, useNow(1000));
  const name = called(verification);
  return (
    <section className="card now technician-verification" aria-label="Request" data-stage={stage}>
      {stage === "take-up" && (
        <>
          <h2 className="now-ask">
            {name === "they" ? `Somebody asks whether you are real` : `${name} asks whether you are real`}
          </h2>
          <p className="soft">
            On the phone with {name === "they" ? "them" : name}? Read them the code; they hold the same one. If none of
            you is on that call, deny it.
          </p>
        </>
      )}
      {stage === "await-answer" && (
        <>
          <h2 className="now-ask">
            Waiting for {name === "they" ? "their" : `${name}'s`} {word}
          </h2>
          <p className="soft">
            They compare your code with theirs and reply <strong>{word}</strong>. This turns green by itself.
          </p>
        </>
      )}
      {stage === "watch" && (
        <>
          <h2 className="now-ask">
            <bdi>{verification.claimed_by ?? "A colleague"}</bdi> has taken this up
          </h2>
          <p className="soft">
            It belongs to their call{verification.ticket_id ? `, ticket ${verification.ticket_id}` : ""}. You can watch.
          </p>
        </>
      )}
      {stage === "lapsed" && (
        <>
          <h2 className="now-ask">The code has run out</h2>
          <p className="soft">{name === "they" ? "They" : name} can ask again with a new message.</p>
        </>
      )}
      <p className="soft">
        {transportLabel[verification.transport]} from <Masked>{verification.masked}</Masked> ·{" "}
        <When at={verification.at} />
        {verification.candidates.length > 1 && !verification.contact
          ? ` · ${whoAsked(verification).toLowerCase()}`
          : ""}
      </p>
      {mayAct && (stage === "take-up" || stage === "await-answer") && (
        <ShowCode seen={verification.code_fetched} code={actions.code} />
      )}
      {stage !== "lapsed" && <Countdown end={verification.expires_at} start={verification.at} />}
      {mayAct && stage === "take-up" && (
        <ClaimForm
          verification={verification}
          claim={actions.claim}
          ticketId={ticketId}
          integrationId={integrationId}
          contactId={contactId}
        />
      )}
      {mayAct && stage !== "lapsed" && <Steps name={name} mine={stage === "await-answer"} actions={actions} />}
    </section>
  );
}

function EndedTechnicianVerification({ verification, mayAct, onDone }: Props) {
  const actions = useTechnicianVerificationActions(verification.id);
  const { tone, shield } = standing[verification.status];
  const { title, meaning, next } = endOf(verification);
  return (
    <section
      className={`card now outcome ${tone === "warn" ? "" : tone}`}
      aria-label="Result"
      role="status"
      data-outcome={verification.status}
    >
      <div className="row top">
        <Shield state={shield} big />
        <div className="grow stack">
          <h2 className="now-ask">{title}</h2>
          <p>
            {meaning} <strong>{next}</strong>
          </p>
          <p className="soft">
            {verification.claimed_by ?? "Nobody had taken it up"}
            {verification.ticket_id ? `, ticket ${verification.ticket_id}` : ""}
            {verification.closed_at && (
              <>
                , <When at={verification.closed_at} />
              </>
            )}
          </p>
        </div>
      </div>
      {verification.note !== "none" && (
        <div className="row wrap">
          <span className="soft grow" role="status">
            {noteLabel[verification.note]}
            {verification.note === "written" && verification.ticket_id ? `, ${verification.ticket_id}` : ""}.
            {verification.note_problem && ` ${verification.note_problem}`}
          </span>
          {verification.note === "awaits_approval" && mayAct && (
            <button type="button" disabled={actions.approveNote.isPending} onClick={() => actions.approveNote.mutate()}>
              Approve note
            </button>
          )}
        </div>
      )}
      <StepProblem error={actions.approveNote.error} />
      {verification.note === "failed" && mayAct && <OtherTicket name={actions.nameTicket.mutateAsync} />}
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
