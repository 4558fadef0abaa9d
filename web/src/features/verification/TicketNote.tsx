import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { TicketWrite, Verification } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { OtherTicket } from "./OtherTicket";

/** Where the note about a verification is: on its way into the ticket, there, or refused with the reason. */
export function TicketNote({ verification }: { verification: Verification }) {
  const api = useApi();
  const client = useQueryClient();
  const session = useSession().data;
  const ticket = verification.ticket_id;
  const writes = useQuery({
    queryKey: [...keys.ticketWrites, "of-verification", verification.id],
    enabled: ticket !== undefined && may(session, "contacts:read"),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/tickets/{ticket_id}/writes", {
          params: {
            path: { ticket_id: ticket ?? "" },
            query: { integration_id: verification.ticket_integration_id },
          },
          signal,
        }),
      ),
    retry: false,
    refetchInterval: (query) => (query.state.data?.items.some(waits(verification.id)) ? 3_000 : false),
  });
  if (!ticket) return <>No ticket was named, so nothing is written into one.</>;
  if (writes.isError) return <>Whether the note is in ticket {ticket} cannot be seen here.</>;
  const note = writes.data?.items.find((each) => each.subject_id === verification.id);
  if (note?.status !== "failed") return <span>{noteWords(ticket, note)}</span>;
  const name = async (ticketId: string) => {
    const path = { verification_id: verification.id };
    await unwrap(
      api.POST("/verifications/{verification_id}/ticket", { params: { path }, body: { ticket_id: ticketId } }),
    );
    await client.invalidateQueries({ queryKey: keys.verification(verification.id) });
    await client.invalidateQueries({ queryKey: keys.ticketWrites });
  };
  return (
    <>
      <span className="tone-bad">{noteWords(ticket, note)}</span>
      {may(session, "verifications:write") && <OtherTicket name={name} />}
    </>
  );
}

const waits = (id: string) => (write: TicketWrite) => write.subject_id === id && write.status === "queued";

export function noteWords(ticket: string, note: Pick<TicketWrite, "status" | "problem"> | undefined): string {
  switch (note?.status) {
    case "written":
      return `The note is in ticket ${ticket}.`;
    case "failed":
      return `The note is not in ticket ${ticket}: ${note.problem ?? "it was refused"}`;
    case "maybe_written":
      return `The note may be in ticket ${ticket}: look there.`;
    default:
      return `Writing the note into ticket ${ticket}.`;
  }
}
