import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { TicketWriteStatus } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";
import { may, useSession } from "../../session/useSession";
import { countLabel } from "./labels";

/** Writes into tickets, newest first. */
export function useOutbox(status: TicketWriteStatus | undefined) {
  const api = useApi();
  const live = useLiveState();
  return useInfiniteQuery({
    queryKey: [...keys.ticketWrites, "list", status],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/ticket-writes", { params: { query: { status, cursor: pageParam || undefined, limit: 50 } }, signal }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
    refetchInterval: live === "open" ? false : 5_000,
  });
}

/** How many writes have each of these statuses, up to "100+". */
export function useWriteCount(...statuses: TicketWriteStatus[]): string {
  const api = useApi();
  const session = useSession().data;
  const answers = useQueries({
    queries: statuses.map((status) => ({
      queryKey: [...keys.ticketWrites, "count", status],
      enabled: may(session, "settings:read"),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        unwrap(api.GET("/ticket-writes", { params: { query: { status, limit: 100 } }, signal })),
    })),
  });
  return countLabel(answers.map((answer) => answer.data));
}

export function useWriteActions() {
  const api = useApi();
  const client = useQueryClient();
  const stale = () => {
    for (const key of [keys.ticketWrites, keys.tickets]) void client.invalidateQueries({ queryKey: key });
  };
  const at = (id: string) => ({ params: { path: { ticket_write_id: id } } });
  const again = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/ticket-writes/{ticket_write_id}/again", at(id))),
    onSettled: stale,
  });
  const dismiss = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/ticket-writes/{ticket_write_id}/dismiss", at(id))),
    onSettled: stale,
  });
  return { again, dismiss };
}
