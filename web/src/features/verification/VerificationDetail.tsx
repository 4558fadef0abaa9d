import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { DetailPanel } from "../../ui/DetailPanel";
import { When } from "../../ui/When";
import { ActiveVerification } from "./ActiveVerification";
import { Outcome } from "./Outcome";
import { Timeline } from "./Timeline";
import { useVerification, useVerificationActions } from "./useVerification";
import "./verification.css";
import { channelLabel } from "../../api/labels";
import { statusLabel, statusTone } from "./labels";

/** One verification beside the list: what to do while it is open, and its record afterwards. */
export function VerificationDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useVerification(id);
  const actions = useVerificationActions();
  const verification = query.data;
  const ready = verification !== undefined;

  return (
    <DetailPanel
      label="Verification"
      ready={ready}
      failed={query.isError}
      heading={
        verification && (
          <>
            <div className="row wrap">
              <h1 tabIndex={-1}>
                <bdi>{verification.contact.name}</bdi>
              </h1>
              <span className={`chip ${statusTone[verification.status]}`}>{statusLabel[verification.status]}</span>
            </div>
            <div className="soft">
              <bdi>{verification.company.name}</bdi>
            </div>
          </>
        )
      }
      above={
        query.isError && (
          <div className="card">
            <LoadError query={query} />
          </div>
        )
      }
      onClose={onClose}
    >
      {verification &&
        (verification.status === "pending" ? (
          <ActiveVerification
            key={verification.sends.length}
            verification={verification}
            actions={actions}
            onDone={onClose}
          />
        ) : (
          <Outcome verification={verification} />
        ))}
      {verification && (
        <section className="card" aria-labelledby="record">
          <div className="card-head">
            <h2 id="record">Record</h2>
            <Link className="end soft" to="/contacts/$contactId" params={{ contactId: verification.contact.id }}>
              Open the person
            </Link>
          </div>
          <div className="card-body stack wide">
            <dl className="facts">
              <dt>Way</dt>
              <dd>
                {channelLabel[verification.channel]} to {verification.sent_to}
              </dd>
              <dt>Assurance</dt>
              <dd>{verification.assurance}</dd>
              <dt>Technician</dt>
              <dd>
                <bdi>{verification.leader}</bdi>
              </dd>
              <dt>Ticket</dt>
              <dd>{verification.ticket_id ?? "none"}</dd>
              {verification.note && (
                <>
                  <dt>Note</dt>
                  <dd>{verification.note}</dd>
                </>
              )}
              <dt>Opened</dt>
              <dd>
                <When at={verification.opened_at} />
              </dd>
              {verification.closed_at && (
                <>
                  <dt>Ended</dt>
                  <dd>
                    <When at={verification.closed_at} />
                  </dd>
                </>
              )}
              {verification.reason && (
                <>
                  <dt>Reason</dt>
                  <dd>{verification.reason}</dd>
                </>
              )}
            </dl>
            <Timeline verification={verification} />
            {verification.status !== "pending" && (
              <div>
                <a
                  className="button"
                  href={`/v1/verifications/${verification.id}/evidence`}
                  download={`evidence-${verification.id}.json`}
                >
                  Download the evidence
                </a>
              </div>
            )}
          </div>
        </section>
      )}
    </DetailPanel>
  );
}
