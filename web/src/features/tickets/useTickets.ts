import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";

export interface TicketFilter {
  text: string;
  status: "open" | "all";
  integrationId: string | undefined;
}

export const mostTickets = 50;

/** Tickets as the PSA has them now. */
export function useTickets({ text, status, integrationId }: TicketFilter, enabled: boolean) {
  const api = useApi();
  const query = { query: text.trim() || undefined, status, integration_id: integrationId, limit: mostTickets };
  return useQuery({
    queryKey: [...keys.tickets, query],
    enabled,
    queryFn: ({ signal }) => unwrap(api.GET("/tickets", { params: { query }, signal })),
    // Two PSAs may both have a ticket 48213: rows of the one must not stand where the other was chosen.
    placeholderData: (previous, of) =>
      (of?.queryKey.at(-1) as typeof query | undefined)?.integration_id === integrationId ? previous : undefined,
  });
}

export function useTicketOf(id: string, integrationId: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.tickets, "one", id, integrationId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/tickets/{ticket_id}", {
          params: { path: { ticket_id: id }, query: { integration_id: integrationId } },
          signal,
        }),
      ),
  });
}

/** The writes into a ticket, in order. */
export function useWritesOf(id: string, integrationId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.ticketWrites, "of", integrationId, id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/tickets/{ticket_id}/writes", {
          params: { path: { ticket_id: id }, query: { integration_id: integrationId } },
          signal,
        }),
      ),
  });
}
