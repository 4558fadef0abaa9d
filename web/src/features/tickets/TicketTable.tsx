import { Link } from "@tanstack/react-router";
import type { Ticket } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { Shield } from "../../ui/Shield";
import { SkeletonRows } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { Lock } from "./Lock";
import { lockLabel, shieldOf, waitingWrites } from "./labels";
import { TicketMenu } from "./TicketMenu";

interface Props {
  items: Ticket[] | undefined;
  selected: string | undefined;
  /** True while the rows belong to an earlier query and the answer to the current one is on its way. */
  stale: boolean;
  onText: (ticket: Ticket) => void;
  onWrites: (ticket: Ticket) => void;
}

/** Tickets as rows: whose they are, whether that person is verified, and what is still to be written into them. */
export function TicketTable({ items, selected, stale, onText, onWrites }: Props) {
  const mayVerify = may(useSession().data, "verifications:write");
  return (
    <table className="list-table ticket-table" aria-label="Tickets" aria-busy={!items || stale}>
      <thead>
        <tr>
          {mayVerify && (
            <th className="lock-cell">
              <span className="hidden-text">Verify</span>
            </th>
          )}
          <th className="title">Ticket</th>
          <th className="who">Contact</th>
          <th className="status">Status</th>
          <th className="updated">Updated</th>
          <th className="writes">Writes</th>
          <th className="dots">
            <span className="hidden-text">More</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {!items && <SkeletonRows rows={8} columns={mayVerify ? 7 : 6} />}
        {items?.map((ticket) => {
          const shield = shieldOf[ticket.shield ?? "none"];
          const on = ticket.id === selected;
          return (
            <tr key={ticket.id} className={on ? "on" : undefined}>
              {mayVerify && (
                <td className="lock-cell">
                  <Verify ticket={ticket} />
                </td>
              )}
              <td>
                <Link
                  to="/tickets/$ticketId"
                  params={{ ticketId: ticket.id }}
                  search={(before: object) => ({ ...before, integration: ticket.integration?.id })}
                  className="plain row-link"
                  data-row={ticket.id}
                  aria-current={on ? "true" : undefined}
                >
                  <strong className="clip">
                    <span className="soft figure">{ticket.number}</span> {ticket.summary}
                  </strong>
                  <span className="faint clip">{ticket.company ?? "no company"}</span>
                </Link>
              </td>
              <td className="who">
                <div className="clip">{ticket.contact ?? <span className="faint">nobody</span>}</div>
                <span className="shield-cell">
                  <Shield state={shield.state} />
                  <span className={`soft tone-${shield.tone} nowrap`}>{shield.label}</span>
                </span>
              </td>
              <td className="status">
                <div className="clip">
                  {ticket.status}
                  {ticket.closed && !/clos/i.test(ticket.status) ? " (closed)" : ""}
                </div>
                <div className="faint clip">{ticket.board}</div>
              </td>
              <td className="soft updated">{ticket.updated_at && <When at={ticket.updated_at} />}</td>
              <td className="writes">
                {ticket.writes_waiting ? (
                  <span className="chip warn">
                    <span aria-hidden="true">○</span>
                    {waitingWrites(ticket.writes_waiting)}
                  </span>
                ) : null}
              </td>
              <td className="dots">
                <TicketMenu ticket={ticket} onText={onText} onWrites={onWrites} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Verify({ ticket }: { ticket: Ticket }) {
  const words = lockLabel(ticket);
  if (!ticket.contact_id)
    return (
      <button type="button" className="quiet icon" disabled aria-label={words} title={words}>
        <Lock />
      </button>
    );
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId: ticket.id }}
      search={(before: object) => ({ ...before, integration: ticket.integration?.id })}
      state={{ verify: true }}
      className="button quiet icon"
      aria-label={words}
      title={words}
    >
      <Lock />
    </Link>
  );
}
