import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemNote } from "../../api/ProblemNote";
import type { TicketWrite } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { Confirm } from "../../ui/Dialog";
import { SkeletonRows } from "../../ui/Skeleton";
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
  return (
    <>
      <ProblemNote error={again.error ?? dismiss.error} exact />
      <div className="table-card">
        <table className="outbox-table" aria-label="Ticket notes" aria-busy={!items}>
          <thead>
            <tr>
              <th>What</th>
              {ticketShown && <th>Ticket</th>}
              <th>Status</th>
              <th>When</th>
              {admin && (
                <th>
                  <span className="hidden-text">Action</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {!items && <SkeletonRows rows={5} columns={3 + (ticketShown ? 1 : 0) + (admin ? 1 : 0)} />}
            {items?.map((write) => {
              const { label, tone, mark } = writeStatus[write.status];
              const may = mendable(write.status);
              const tries = triesLabel(write.attempts);
              return (
                <tr key={write.id}>
                  <td>
                    <Subject write={write} />
                    <div className="faint mono">{write.reference}</div>
                  </td>
                  {ticketShown && (
                    <td>
                      <Link
                        to="/tickets/$ticketId"
                        params={{ ticketId: write.ticket_id }}
                        search={{ integration: write.integration.id }}
                      >
                        <bdi>{write.ticket_id}</bdi>
                      </Link>
                      <div className="faint">{write.integration.name}</div>
                    </td>
                  )}
                  <td className="reason">
                    <span className={`chip ${tone}`} data-write={write.status}>
                      <span aria-hidden="true">{mark}</span>
                      {label}
                    </span>{" "}
                    {tries && <span className="soft nowrap">{tries}</span>}
                    {write.problem && write.status !== "written" && <div className="soft">{write.problem}</div>}
                    {write.status === "maybe_written" && (
                      <div className="soft">The PSA's answer got lost. Look into the ticket for the reference.</div>
                    )}
                  </td>
                  <td className="soft">
                    <When at={write.written_at ?? write.created_at} />
                  </td>
                  {admin && (
                    <td className="number">
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
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
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
