import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemNote } from "../../api/ProblemNote";
import type { TicketWrite } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { type Column, DataTable } from "../../ui/DataTable";
import { Confirm } from "../../ui/Dialog";
import { When } from "../../ui/When";
import "./outbox.css";
import { mendable, triesLabel, writeLabel, writeStatus } from "./labels";
import { useWriteActions } from "./useOutbox";

/** Writes as rows; an admin repairs failed and uncertain ones. */
export function WriteList({ items, ticketShown = true }: { items: TicketWrite[] | undefined; ticketShown?: boolean }) {
  const admin = may(useSession().data, "admin");
  const { again, dismiss } = useWriteActions();
  const [twice, setTwice] = useState<TicketWrite>();
  const busy = again.isPending || dismiss.isPending;
  const all: Column<TicketWrite>[] = [
    {
      key: "what",
      head: "What",
      card: "title",
      cell: (write) => (
        <>
          <Subject write={write} />
          <div className="faint mono">{write.reference}</div>
        </>
      ),
    },
    {
      key: "ticket",
      head: "Ticket",
      width: "160px",
      cell: (write) => (
        <>
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: write.ticket_id }}
            search={{ integration: write.integration.id }}
          >
            <bdi>{write.ticket_id}</bdi>
          </Link>
          <div className="faint clip" title={write.integration.name}>
            {write.integration.name}
          </div>
        </>
      ),
    },
    { key: "status", head: "Status", width: "36%", className: "reason", cell: (write) => <Standing write={write} /> },
    {
      key: "when",
      head: "When",
      width: "110px",
      className: "soft",
      card: "end",
      cell: (write) => <When at={write.written_at ?? write.created_at} />,
    },
    {
      key: "act",
      head: <span className="hidden-text">Action</span>,
      width: "190px",
      number: true,
      cell: (write) => {
        const may = mendable(write.status);
        return (
          <div className="row end-row">
            {may.dismiss && (
              <button
                type="button"
                className="quiet"
                disabled={busy}
                aria-label={`It is there: ${writeLabel(write)}, ticket ${write.ticket_id}`}
                onClick={() => dismiss.mutate(write.id)}
              >
                It is there
              </button>
            )}
            {may.again && (
              <button
                type="button"
                disabled={busy}
                aria-label={`Write again: ${writeLabel(write)}, ticket ${write.ticket_id}`}
                onClick={() => (may.dismiss ? setTwice(write) : again.mutate(write.id))}
              >
                Write again
              </button>
            )}
          </div>
        );
      },
    },
  ];
  const columns = all.filter((each) => (ticketShown || each.key !== "ticket") && (admin || each.key !== "act"));
  return (
    <>
      <ProblemNote error={again.error ?? dismiss.error} exact />
      <DataTable
        label="Ticket notes"
        className="outbox-table"
        columns={columns}
        rows={items}
        idOf={(write) => write.id}
        skeletonRows={5}
      />
      {twice && (
        <Confirm
          title="Write it again?"
          verb="It is not there: write again"
          busy={again.isPending}
          onClose={() => setTwice(undefined)}
          onConfirm={() => again.mutate(twice.id, { onSettled: () => setTwice(undefined) })}
        >
          <p>
            It may be in ticket <bdi>{twice.ticket_id}</bdi> already. Look there for {twice.reference} first, so that it
            does not stand there twice.
          </p>
        </Confirm>
      )}
    </>
  );
}

function Standing({ write }: { write: TicketWrite }) {
  const { label, tone, mark } = writeStatus[write.status];
  const tries = triesLabel(write.attempts);
  return (
    <>
      <span className={`chip ${tone}`} data-write={write.status}>
        <span aria-hidden="true">{mark}</span>
        {label}
      </span>{" "}
      {tries && <span className="soft nowrap">{tries}</span>}
      {write.problem && write.status !== "written" && <div className="soft">{write.problem}</div>}
      {write.status === "maybe_written" && (
        <div className="soft">The PSA's answer got lost. Look into the ticket for the reference.</div>
      )}
    </>
  );
}

function Subject({ write }: { write: TicketWrite }) {
  const label = writeLabel(write);
  if (!write.subject_id) return <>{label}</>;
  if (write.subject === "verification")
    return (
      <Link to="/verifications/$verificationId" params={{ verificationId: write.subject_id }}>
        {label}
      </Link>
    );
  if (write.subject === "technician_verification")
    return (
      <Link
        to="/verifications/they-verify-us/$technicianVerificationId"
        params={{ technicianVerificationId: write.subject_id }}
      >
        {label}
      </Link>
    );
  return (
    <Link to="/inbox/sms/$conversationId" params={{ conversationId: write.subject_id }}>
      {label}
    </Link>
  );
}
