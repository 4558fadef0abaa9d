import { LoadError } from "../../api/LoadError";
import { asProblem } from "../../api/problem";
import { personStatus, type ThisCall } from "../../api/shields";
import type { Contact, Session } from "../../api/types";
import { useChannels, useContact } from "../../api/useContact";
import { useFirstReads } from "../../api/useFirstReads";
import { DenialNotice, StatusLine } from "../../features/personstatus/public";
import { RequestsOf } from "../../features/technicianverification/public";
import { useFollowed, useThisCall } from "../../features/verification/public";
import { type Ticket, VerificationPanel } from "../../features/verification/VerificationPanel";
import { may } from "../../session/useSession";
import { useNow } from "../../time/useNow";
import { Empty } from "../../ui/Empty";
import { Figures } from "../../ui/Figures";
import { Name } from "../../ui/Name";
import { Shield } from "../../ui/Shield";
import { Skeleton } from "../../ui/Skeleton";

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
  const followed = useFollowed(contact?.open_verification_id);
  const call = useThisCall(followed, ticket);
  const known = useFirstReads(contact !== undefined);
  if (query.isError) {
    return (
      <main className="pod">
        {asProblem(query.error).status === 404 ? (
          <Empty
            whole
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
          <LoadError query={query} alone />
        )}
      </main>
    );
  }
  return (
    <main className="pod">
      <header className="pod-head">
        {contact ? (
          <Head contact={contact} call={call} ticket={ticket} onOther={onOther} />
        ) : (
          <>
            <h1 className="hidden-text">Who is calling</h1>
            <Skeleton lines={3} />
          </>
        )}
      </header>
      <div className={`pod-parts${known ? "" : " not-yet"}`}>
        {contact && <DenialNotice contact={contact} />}
        {contact && (
          <RequestsOf
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
              followed={followed}
              call={call}
              mayVerify={may(session, "verifications:write")}
              unfolded={channels.data?.policy.show_on_load ?? true}
            />
          ))}
      </div>
    </main>
  );
}

interface HeadProps {
  contact: Contact;
  call: ThisCall;
  ticket: PodTicket | undefined;
  onOther: () => void;
}

function Head({ contact, call, ticket, onOther }: HeadProps) {
  const { state } = personStatus(contact, useNow(), call);
  return (
    <div className="row top">
      <Shield state={state} big />
      <div className="grow">
        <div className="row top">
          <h1 className="grow">
            <Name className="">{contact.name}</Name>
          </h1>
          <button type="button" className="quiet small" onClick={onOther}>
            Someone else
          </button>
        </div>
        <div className="soft">
          <Name className="">{contact.company.name}</Name>
          {ticket && (
            <>
              {" "}
              · ticket <Figures>{ticket.number ?? ticket.id}</Figures>
            </>
          )}
        </div>
        <div className="pod-status">
          <StatusLine contact={contact} call={call} />
        </div>
      </div>
    </div>
  );
}
