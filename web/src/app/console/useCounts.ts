import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { useOpenAlerts } from "../../features/alerts/useAlerts";
import { useLiveState } from "../../live/LiveContext";
import { may, useSession } from "../../session/useSession";

/** The numbers of the navigation. Each stops at 100. */
export interface Counts {
  /** Alerts that nobody has dealt with. */
  alerts: number;
  /** Open verifications. */
  open: number;
  /** Clients who verify us and whom nobody has answered. */
  waiting: number;
  unread: number;
  /** Ticket notes that failed, or may not have been written. */
  notesFailed: number;
  connectionsFailing: number;
}
export type CountName = keyof Counts;

const none: Counts = { alerts: 0, open: 0, waiting: 0, unread: 0, notesFailed: 0, connectionsFailing: 0 };

/** How many things wait, from one request. Events say when to read it again. */
export function useCounts(): Counts {
  const api = useApi();
  const live = useLiveState();
  const session = useSession().data;
  const read = useQuery({
    queryKey: keys.counts,
    enabled: may(session, "verifications:read"),
    queryFn: ({ signal }) => unwrap(api.GET("/counts", { signal })),
    refetchInterval: live === "open" ? 60_000 : 5_000,
  }).data;
  // The bar of alerts has read them; the list is shared.
  const alerts = useOpenAlerts().data?.items.length ?? 0;
  if (!read) return { ...none, alerts };
  return {
    alerts,
    open: read.verifications_open,
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
