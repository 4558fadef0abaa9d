import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { may, useSession } from "../../session/useSession";
import { DetailPanel } from "../../ui/DetailPanel";
import { Masked } from "../../ui/Masked";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { Bubbles } from "../conversations/public";
import { companiesOf, standing, transportWord, whoAsked } from "./labels";
import { TechnicianVerificationCard } from "./TechnicianVerificationCard";
import { useTechnicianVerification } from "./useTechnicianVerifications";

/** One request beside the list: what to do while it is open, and what was said. */
export function TechnicianVerificationDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useTechnicianVerification(id);
  const session = useSession().data;
  const request = query.data;
  const ready = request !== undefined;

  return (
    <DetailPanel
      label="Technician verification"
      ready={ready}
      heading={
        request ? (
          <>
            <div className="row wrap">
              <h1 tabIndex={-1}>{whoAsked(request)}</h1>
              <span className={`chip ${standing[request.status].tone}`}>{standing[request.status].label}</span>
            </div>
            <div className="soft">{companiesOf(request)}</div>
          </>
        ) : (
          !query.isError && <Skeleton lines={2} />
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
      {request && <TechnicianVerificationCard request={request} mayAct={may(session, "verifications:write")} />}
      {request && (
        <section className="card" aria-labelledby="record">
          <div className="card-head">
            <h2 id="record">Record</h2>
            {request.contact && (
              <Link className="end soft" to="/contacts/$contactId" params={{ contactId: request.contact.id }}>
                Open the person
              </Link>
            )}
          </div>
          <div className="card-body stack wide">
            <dl className="facts">
              <dt>Asked by</dt>
              <dd>
                {transportWord[request.transport]} from <Masked>{request.masked}</Masked>
              </dd>
              <dt>Asked</dt>
              <dd>
                <When at={request.at} />
              </dd>
              {request.claimed_by && (
                <>
                  <dt>Taken up by</dt>
                  <dd>
                    {request.claimed_by}
                    {request.claimed_at && (
                      <>
                        , <When at={request.claimed_at} />
                      </>
                    )}
                  </dd>
                </>
              )}
              <dt>Ticket</dt>
              <dd>{request.ticket_id ?? "none"}</dd>
              {request.verification_id && (
                <>
                  <dt>Also open</dt>
                  <dd>
                    <Link to="/verifications/$verificationId" params={{ verificationId: request.verification_id }}>
                      A verification of the same person
                    </Link>
                  </dd>
                </>
              )}
            </dl>
            {request.messages.length > 0 && <Bubbles messages={request.messages} label="What was written" />}
          </div>
        </section>
      )}
    </DetailPanel>
  );
}
