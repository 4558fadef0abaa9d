import { Link } from "@tanstack/react-router";
import { actorWords } from "../../api/actors";
import { channelLabel } from "../../api/labels";
import type { Verification } from "../../api/types";
import { lasted } from "../../time/relative";
import { Figures } from "../../ui/Figures";
import { Masked } from "../../ui/Masked";
import { Moment } from "../../ui/Moment";
import { Name } from "../../ui/Name";
import { assuranceLabel, endLabel } from "./labels";
import { Timeline } from "./Timeline";

/** The account of one verification: who, how, under which policy, and when to the second. */
export function Record({ verification }: { verification: Verification }) {
  const { closed_at: closed, ended_by: endedBy, joined_by: joined = [] } = verification;
  return (
    <section className="card record" aria-labelledby="record">
      <div className="card-head">
        <h2 id="record">Record</h2>
        <Link
          className="end soft not-printed"
          to="/contacts/$contactId"
          params={{ contactId: verification.contact.id }}
        >
          Open the person
        </Link>
      </div>
      <div className="card-body stack wide">
        <dl className="facts">
          <dt>Way</dt>
          <dd>
            {channelLabel[verification.channel]} to <Masked>{verification.sent_to}</Masked>
          </dd>
          <dt>Assurance</dt>
          <dd>{assuranceLabel[verification.assurance]}</dd>
          <dt>Technician</dt>
          <dd>
            <Name>{verification.actor ? actorWords(verification.actor) : verification.leader}</Name>
          </dd>
          <dt>Ticket</dt>
          <dd>{verification.ticket_id ? <Figures>{verification.ticket_id}</Figures> : "none"}</dd>
          {verification.note && (
            <>
              <dt>Note</dt>
              <dd dir="auto">{verification.note}</dd>
            </>
          )}
          {verification.policy_version !== undefined && (
            <>
              <dt>Policy</dt>
              <dd>Version {verification.policy_version}</dd>
            </>
          )}
          <dt>Opened</dt>
          <dd>
            <Moment at={verification.opened_at} />
          </dd>
          {closed && (
            <>
              <dt>Ended</dt>
              <dd>
                <Moment at={closed} />
              </dd>
              {endedBy && (
                <>
                  <dt>Ended by</dt>
                  <dd>
                    <Name>{actorWords(endedBy)}</Name>
                  </dd>
                </>
              )}
              <dt>Took</dt>
              <dd className="figure">{lasted(Date.parse(closed) - Date.parse(verification.opened_at))}</dd>
            </>
          )}
          {verification.reason_code && (
            <>
              <dt>Reason</dt>
              <dd>
                {endLabel[verification.reason_code]}
                {verification.reason_code === "not_sent" && verification.reason && `: ${verification.reason}`}
              </dd>
            </>
          )}
          <dt>Watched by</dt>
          <dd>
            {joined.length === 0 && "nobody"}
            {joined.map((each) => (
              <div key={`${each.actor.id ?? each.actor.name}-${each.at}`}>
                <Name>{actorWords(each.actor)}</Name>, from another call, <Moment at={each.at} />
              </div>
            ))}
          </dd>
        </dl>
        <Timeline verification={verification} exactly />
        <p className="faint printed">
          Countersign, verification <span className="mono">{verification.id}</span>
        </p>
        {verification.status !== "pending" && (
          <div className="row wrap not-printed">
            <a
              className="button"
              href={`/v1/verifications/${verification.id}/evidence`}
              download={`evidence-${verification.id}.json`}
            >
              Download the evidence
            </a>
            <button type="button" className="quiet" onClick={() => window.print()}>
              Print
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
