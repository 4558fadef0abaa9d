import { LoadError } from "../../api/LoadError";
import { Skeleton } from "../../ui/Skeleton";
import { waitingLabel } from "./labels";
import { useTicket } from "./useConversations";

/** The ticket beside the conversation, and what is still to be written into it. */
export function TicketPane({ id, ticketId }: { id: string; ticketId: string | undefined }) {
  const query = useTicket(id);
  const { ticket, problem, waiting = 0 } = query.data ?? {};
  return (
    <section className="card ticket-pane" aria-labelledby="ticket">
      <div className="card-head">
        <h2 id="ticket">Ticket {ticket?.number ?? ticketId ?? ""}</h2>
        {ticket?.url && (
          <a className="end soft" href={ticket.url} target="_blank" rel="noreferrer">
            Open ↗
          </a>
        )}
      </div>
      {query.isPending && (
        <div className="card-body">
          <Skeleton lines={4} />
        </div>
      )}
      {query.isError && <LoadError query={query} />}
      {query.data && (
        <div className="card-body stack">
          {ticket && (
            <p>
              <strong>{ticket.summary}</strong>
            </p>
          )}
          {ticket && (
            <dl className="facts">
              <dt>Status</dt>
              <dd>
                {ticket.status}
                {ticket.closed ? " (closed)" : ""}
              </dd>
              {ticket.board && (
                <>
                  <dt>Board</dt>
                  <dd>{ticket.board}</dd>
                </>
              )}
              {ticket.contact && (
                <>
                  <dt>Contact</dt>
                  <dd>{ticket.contact}</dd>
                </>
              )}
              {ticket.company && (
                <>
                  <dt>Company</dt>
                  <dd>{ticket.company}</dd>
                </>
              )}
            </dl>
          )}
          {problem && (
            <p className="banner warn" role="status">
              {problem}
            </p>
          )}
          {waiting > 0 ? (
            <p className="tone-warn soft" role="status">
              <span aria-hidden="true">○</span> {waitingLabel(waiting)}
            </p>
          ) : (
            ticket && (
              <p className="soft">
                <span aria-hidden="true">✓</span> Everything is written into it
              </p>
            )
          )}
        </div>
      )}
    </section>
  );
}
