import { Link, useLocation } from "@tanstack/react-router";
import { useRef } from "react";
import { LoadError } from "../../api/LoadError";
import { asProblem } from "../../api/problem";
import type { Ticket } from "../../api/types";
import { useContact } from "../../api/useContact";
import { useFirstReads } from "../../api/useFirstReads";
import { callOf } from "../../session/CallContext";
import { may, useSession } from "../../session/useSession";
import { DetailPanel } from "../../ui/DetailPanel";
import { Empty } from "../../ui/Empty";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { Provenance } from "../contacts/public";
import { useIntegrations } from "../integrations/public";
import { DenialNotice, StatusChip, StatusLine } from "../personstatus/public";
import { RequestsOf } from "../technicianverification/public";
import { useFocusFirstChannel, useFollowed, useThisCall, VerificationPanel } from "../verification/public";
import { webAddress } from "./labels";
import { PSABanner } from "./PSABanner";
import { useTicketOf } from "./useTickets";

/** One ticket beside the list, and the verification of its own contact for it. */
export function TicketDetail({
  id,
  integrationId,
  listAway,
  onClose,
}: {
  id: string;
  integrationId: string | undefined;
  /** True while the list beside it says that the PSA does not answer. */
  listAway: boolean;
  onClose: () => void;
}) {
  const query = useTicketOf(id, integrationId);
  const connections = useIntegrations().data?.items;
  const side = useRef<HTMLElement>(null);
  const ticket = query.data;
  const ready = ticket !== undefined;
  const wantsVerify = useLocation({ select: (location) => location.state.verify === true });
  const known = useFirstReads(ready || query.isError);
  useFocusFirstChannel(side, wantsVerify && known);
  const away = query.isError && asProblem(query.error).code === "psa_unavailable";
  const url = webAddress(ticket?.url);

  return (
    <DetailPanel
      label="Ticket"
      ready={ready}
      failed={query.isError}
      known={known}
      panel={side}
      heading={
        ticket && (
          <>
            <div className="row wrap">
              <h1 tabIndex={-1}>Ticket {ticket.number}</h1>
              <span className="chip">{ticket.status}</span>
            </div>
            <div>{ticket.summary}</div>
          </>
        )
      }
      onClose={onClose}
    >
      {away && (
        <div className={listAway ? "where-the-list-is-away" : undefined}>
          <PSABanner
            error={query.error}
            connection={connections?.find((each) => each.id === integrationId)}
            busy={query.isFetching}
            retry={() => void query.refetch()}
          />
        </div>
      )}
      {query.isError && !away && !ticket && (
        <div className="card">
          <LoadError query={query} />
        </div>
      )}
      {ticket && (
        <section className="card" aria-labelledby="ticket-facts">
          <div className="card-head">
            <h2 id="ticket-facts">In the PSA</h2>
            {url && (
              <a className="end soft" href={url} target="_blank" rel="noopener noreferrer">
                Open ↗
              </a>
            )}
          </div>
          <dl className="facts card-body">
            <dt>Company</dt>
            <dd>{ticket.company ?? "none"}</dd>
            <dt>Contact</dt>
            <dd>{ticket.contact ?? "nobody"}</dd>
            {ticket.board && (
              <>
                <dt>Board</dt>
                <dd>{ticket.board}</dd>
              </>
            )}
            {ticket.updated_at && (
              <>
                <dt>Updated</dt>
                <dd>
                  <When at={ticket.updated_at} />
                </dd>
              </>
            )}
          </dl>
        </section>
      )}
      {ticket &&
        (ticket.contact_id ? (
          <Person contactId={ticket.contact_id} ticket={ticket} />
        ) : (
          <div className="card">
            <Empty title={ticket.contact ? "Not on file yet" : "Nobody to verify"}>
              {ticket.contact
                ? `${ticket.contact} is known to the PSA only. The next sync brings them, or look for them under Contacts.`
                : "This ticket has no contact. Choose who is calling under Contacts."}
            </Empty>
          </div>
        ))}
    </DetailPanel>
  );
}

function Person({ contactId, ticket }: { contactId: string; ticket: Ticket }) {
  const query = useContact(contactId);
  const session = useSession().data;
  const contact = query.data;
  const ofTicket = callOf(ticket);
  const followed = useFollowed(contact?.open_verification_id);
  const call = useThisCall(followed, ofTicket);
  if (query.isError)
    return (
      <div className="card">
        <LoadError query={query} />
      </div>
    );
  if (!contact)
    return (
      <div className="card pad">
        <Skeleton lines={5} />
      </div>
    );
  return (
    <>
      <div className="row wrap">
        <h2>
          <Link to="/contacts/$contactId" params={{ contactId }}>
            <bdi>{contact.name}</bdi>
          </Link>
        </h2>
        <StatusChip contact={contact} call={call} />
      </div>
      <div className="person-status">
        <StatusLine contact={contact} call={call} />
      </div>
      <DenialNotice contact={contact} />
      <RequestsOf
        contactId={contactId}
        ticketId={ticket.id}
        integrationId={ticket.integration.id}
        mayAct={may(session, "verifications:write")}
      />
      <VerificationPanel
        contact={contact}
        ticket={ofTicket}
        followed={followed}
        call={call}
        mayVerify={may(session, "verifications:write")}
      />
      <Provenance contact={contact} />
    </>
  );
}
