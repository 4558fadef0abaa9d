import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { useLiveState } from "../../live/LiveContext";
import { may, useSession } from "../../session/useSession";

/** How many things wait. Each stops at 100. */
export interface Counts {
  /** Alerts that nobody has dealt with. */
  alerts: number;
  /** Open verifications. */
  open: number;
  /** Clients who verify us and are not done. */
  asking: number;
  /** Clients who verify us and whom nobody has answered. */
  waiting: number;
  unread: number;
  /** Ticket notes that failed, or may not have been written. */
  notesFailed: number;
  connectionsFailing: number;
}
export type CountName = keyof Counts;

const none: Counts = {
  alerts: 0,
  open: 0,
  asking: 0,
  waiting: 0,
  unread: 0,
  notesFailed: 0,
  connectionsFailing: 0,
};

/** How much waits, from one request, which the whole desk shares. Events say when to read it again; it is polled as well. */
export function useCountsRead(wanted = true) {
  const api = useApi();
  const live = useLiveState();
  const session = useSession().data;
  return useQuery({
    queryKey: keys.counts,
    enabled: wanted && may(session, "verifications:read"),
    queryFn: ({ signal }) => unwrap(api.GET("/counts", { signal })),
    refetchInterval: live === "open" ? 60_000 : 5_000,
  });
}

/** How many things wait; nothing until it is known. */
export function useCounts(): Counts {
  const read = useCountsRead().data;
  if (!read) return none;
  return {
    alerts: read.alerts_open,
    open: read.verifications_open,
    asking: read.technician_verifications_open,
    waiting: read.technician_verifications_waiting,
    unread: read.conversations_unread ?? 0,
    notesFailed: read.ticket_writes_failed ?? 0,
    connectionsFailing: read.connections_failing ?? 0,
  };
}

const most = 100;

/** "3", "100+"; nothing for none. */
export function countWord(number: number): string {
  return number === 0 ? "" : number >= most ? `${most}+` : String(number);
}
