import { LoadError } from "../../api/LoadError";
import { asProblem } from "../../api/problem";
import { contactState } from "../../api/shields";
import type { Contact, Session } from "../../api/types";
import { useChannels, useContact } from "../../api/useContact";
import { type Ticket, VerificationPanel } from "../../features/verification/VerificationPanel";
import { may } from "../../session/useSession";
import { useNow } from "../../time/useNow";
import { Empty } from "../../ui/Empty";
import { Shield } from "../../ui/Shield";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { PodTechnicianVerifications } from "./PodTechnicianVerifications";

/** The ticket on screen. */
export interface PodTicket extends Ticket {
  /** The number people use, where it differs from the id. */
  number?: string;
}

interface Props {
  session: Session;
  contactId: string;
  ticket: PodTicket | undefined;
  onOther: () => void;
}

/** The person of the ticket: the status first, then what to do. */
export function PodPerson({ session, contactId, ticket, onOther }: Props) {
  const query = useContact(contactId);
  const channels = useChannels(contactId);
  const contact = query.data;
  if (query.isError) {
    return (
      <main className="pod">
        {asProblem(query.error).status === 404 ? (
          <Empty
            title="This person is not in Countersign"
            action={
              <button type="button" onClick={onOther}>
                Find somebody
              </button>
            }
          >
            The ticket's contact is not known here, or not for you to see.
          </Empty>
        ) : (
          <LoadError query={query} />
        )}
      </main>
    );
  }
  return (
    <main className="pod">
      <header className="pod-head">
        {contact ? <Head contact={contact} ticket={ticket} onOther={onOther} /> : <Skeleton lines={3} />}
      </header>
      {contact && (
        <PodTechnicianVerifications
          contactId={contact.id}
          ticketId={ticket?.id}
          integrationId={ticket?.integrationId}
          mayAct={may(session, "verifications:write")}
        />
      )}
      {contact &&
        (channels.isPending ? (
          <section className="card card-body">
            <Skeleton lines={6} />
          </section>
        ) : (
          <VerificationPanel
            contact={contact}
            ticket={ticket}
            mayVerify={may(session, "verifications:write")}
            unfolded={channels.data?.policy.show_on_load ?? true}
          />
        ))}
    </main>
  );
}

function Head({ contact, ticket, onOther }: { contact: Contact; ticket: PodTicket | undefined; onOther: () => void }) {
  const { state, by } = contactState(contact, useNow());
  return (
    <div className="row top">
      <Shield state={state} big />
      <div className="grow">
        <div className="row top">
          <h1 className="grow">{contact.name}</h1>
          <button type="button" className="quiet small" onClick={onOther}>
            Someone else
          </button>
        </div>
        <div className="soft">
          {contact.company.name}
          {ticket && ` · ticket ${ticket.number ?? ticket.id}`}
        </div>
        <div className="pod-status">
          {state === "wait" && <span className="tone-warn">Waiting for the answer</span>}
          {state === "no" && <span className="tone-bad">Not verified</span>}
          {state === "ok" && by && (
            <>
              <span className="tone-ok">Verified</span>{" "}
              <span className="soft">
                {by.verified_at && <When at={by.verified_at} />}
                {by.verified_by && ` by ${by.verified_by}`}
                {by.ticket_id && `, ticket ${by.ticket_id}`}
              </span>
            </>
          )}
        </div>
      </div>
    </div>
  );
}
