import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { useFirstReads } from "../../api/useFirstReads";
import { may, useSession } from "../../session/useSession";
import { DetailPanel } from "../../ui/DetailPanel";
import { Masked } from "../../ui/Masked";
import { When } from "../../ui/When";
import { Bubbles } from "../conversations/public";
import { companiesOf, standing, transportLabel, whoAsked } from "./labels";
import { TechnicianVerificationCard } from "./TechnicianVerificationCard";
import { useTechnicianVerification } from "./useTechnicianVerifications";

/** One technician verification beside the list: what to do while it is open, and its messages. */
export function TechnicianVerificationDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useTechnicianVerification(id);
  const session = useSession().data;
  const verification = query.data;
  const ready = verification !== undefined;
  const known = useFirstReads(ready);

  return (
    <DetailPanel
      label="Technician verification"
      ready={ready}
      failed={query.isError}
      known={known}
      heading={
        verification && (
          <>
            <div className="row wrap">
              <h1 tabIndex={-1}>{whoAsked(verification)}</h1>
              <span className={`chip ${standing[verification.status].tone}`}>
                {standing[verification.status].label}
              </span>
            </div>
            <div className="soft">{companiesOf(verification)}</div>
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
      {verification && (
        <TechnicianVerificationCard verification={verification} mayAct={may(session, "verifications:write")} />
      )}
      {verification && (
        <section className="card" aria-labelledby="record">
          <div className="card-head">
            <h2 id="record">Record</h2>
            {verification.contact && (
              <Link className="end soft" to="/contacts/$contactId" params={{ contactId: verification.contact.id }}>
                Open the person
              </Link>
            )}
          </div>
          <div className="card-body stack wide">
            <dl className="facts">
              <dt>Asked by</dt>
              <dd>
                {transportLabel[verification.transport]} from <Masked>{verification.masked}</Masked>
              </dd>
              <dt>Asked</dt>
              <dd>
                <When at={verification.at} />
              </dd>
              {verification.claimed_by && (
                <>
                  <dt>Taken up by</dt>
                  <dd>
                    <bdi>{verification.claimed_by}</bdi>
                    {verification.claimed_at && (
                      <>
                        , <When at={verification.claimed_at} />
                      </>
                    )}
                  </dd>
                </>
              )}
              <dt>Ticket</dt>
              <dd>{verification.ticket_id ?? "none"}</dd>
              {verification.verification_id && (
                <>
                  <dt>Also open</dt>
                  <dd>
                    <Link to="/verifications/$verificationId" params={{ verificationId: verification.verification_id }}>
                      A verification of the same person
                    </Link>
                  </dd>
                </>
              )}
            </dl>
            {verification.messages.length > 0 && <Bubbles messages={verification.messages} label="What was written" />}
          </div>
        </section>
      )}
    </DetailPanel>
  );
}
