import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { asProblem } from "../../api/problem";
import type { Ticket } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { useDebounced } from "../../ui/useDebounced";

/** Says of a ticket that is typed which one it is, before a note is written into it. */
export function TypedTicket({ id, companyId }: { id: string; companyId: string }) {
  const api = useApi();
  const mayRead = may(useSession().data, "contacts:read");
  const rested = useDebounced(id, 400);
  const query = useQuery({
    queryKey: [...keys.tickets, "typed", rested],
    enabled: mayRead && rested !== "",
    retry: false,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      unwrap(api.GET("/tickets/{ticket_id}", { params: { path: { ticket_id: rested } }, signal })),
  });
  const said =
    rested === "" || rested !== id || !mayRead
      ? undefined
      : query.data
        ? found(query.data, companyId)
        : query.isError
          ? lost(asProblem(query.error).status)
          : { tone: "", words: "Looking" };
  return (
    <span id="ticket-found" className={`soft grow ${said?.tone ?? ""}`} role="status" dir="auto">
      {said?.words}
    </span>
  );
}

interface Said {
  tone: "" | "tone-warn" | "tone-bad";
  words: string;
}

export function found(ticket: Pick<Ticket, "summary" | "closed" | "company_id" | "company">, companyId: string): Said {
  if (ticket.company_id && ticket.company_id !== companyId)
    return { tone: "tone-warn", words: `${ticket.summary}. It belongs to ${ticket.company ?? "another company"}` };
  return ticket.closed
    ? { tone: "tone-warn", words: `${ticket.summary} (closed)` }
    : { tone: "", words: ticket.summary };
}

export function lost(status: number): Said {
  if (status === 404) return { tone: "tone-bad", words: "No such ticket: choose another" };
  return { tone: "tone-warn", words: "The ticket cannot be looked at now; the note is written later" };
}
