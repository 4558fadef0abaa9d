import { Link } from "@tanstack/react-router";
import type { Ticket } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { type Column, DataTable } from "../../ui/DataTable";
import { Name } from "../../ui/Name";
import { Shield } from "../../ui/Shield";
import { When } from "../../ui/When";
import { lockLabel, shieldOf, waitingWrites } from "./labels";
import { TicketMenu } from "./TicketMenu";

interface Props {
  items: Ticket[] | undefined;
  selected: string | undefined;
  /** True while the rows belong to an earlier query. */
  stale: boolean;
  onText: (ticket: Ticket) => void;
  onWrites: (ticket: Ticket) => void;
}

/** Tickets as rows: whose they are, whether that person is verified, and what is still to be written into them. */
export function TicketTable({ items, selected, stale, onText, onWrites }: Props) {
  const mayVerify = may(useSession().data, "verifications:write");
  const columns: Column<Ticket>[] = [
    {
      key: "ticket",
      head: "Ticket",
      card: "title",
      cell: (ticket) => (
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: ticket.id }}
          search={(before: object) => ({ ...before, integration: ticket.integration?.id })}
          className="plain row-link"
          data-row={ticket.id}
          aria-current={ticket.id === selected ? "true" : undefined}
        >
          <strong className="clip" title={ticket.summary}>
            <bdi className="soft figure">{ticket.number}</bdi> <bdi>{ticket.summary}</bdi>
          </strong>
          <span className="faint clip">{ticket.company ? <bdi>{ticket.company}</bdi> : "no company"}</span>
        </Link>
      ),
    },
    { key: "who", head: "Contact", className: "who", cell: (ticket) => <Who ticket={ticket} /> },
    {
      key: "status",
      head: "Status",
      className: "status",
      cell: (ticket) => (
        <>
          <div className="clip">
            {ticket.status}
            {ticket.closed && !/clos/i.test(ticket.status) ? " (closed)" : ""}
          </div>
          <div className="faint clip">{ticket.board}</div>
        </>
      ),
    },
    {
      key: "updated",
      head: "Updated",
      className: "soft updated",
      cell: (ticket) => ticket.updated_at && <When at={ticket.updated_at} />,
    },
    {
      key: "notes",
      head: "Notes",
      className: "writes",
      cell: (ticket) =>
        ticket.writes_waiting ? (
          <span className="chip warn">
            <span aria-hidden="true">○</span>
            {waitingWrites(ticket.writes_waiting)}
          </span>
        ) : null,
    },
    {
      key: "more",
      head: <span className="hidden-text">More</span>,
      className: "dots",
      card: "end",
      cell: (ticket) => (
        <span className="row-acts">
          {mayVerify && <Verify ticket={ticket} />}
          <TicketMenu ticket={ticket} onText={onText} onWrites={onWrites} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label="Tickets"
      className="ticket-table"
      columns={columns}
      rows={items}
      stale={stale}
      idOf={(ticket) => ticket.id}
      selected={selected}
    />
  );
}

/** The ticket's contact and their status; one dash where the PSA names nobody. */
function Who({ ticket }: { ticket: Ticket }) {
  const shield = shieldOf[ticket.shield ?? "none"];
  if (!ticket.contact && !ticket.contact_id)
    return (
      <span className="faint" title="The ticket names no contact">
        —<span className="hidden-text">nobody</span>
      </span>
    );
  return (
    <>
      <Name className="clip block">{ticket.contact ?? ""}</Name>
      <span className="shield-cell">
        <Shield state={shield.state} />
        <span className={`soft tone-${shield.tone} nowrap`}>{shield.label}</span>
      </span>
    </>
  );
}

function Verify({ ticket }: { ticket: Ticket }) {
  if (!ticket.contact_id) return null;
  const words = lockLabel(ticket);
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId: ticket.id }}
      search={(before: object) => ({ ...before, integration: ticket.integration?.id })}
      state={{ verify: true }}
      className="button"
      data-verify=""
      aria-label={words}
      title={words}
    >
      Verify
    </Link>
  );
}
