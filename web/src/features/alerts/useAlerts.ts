import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Alert } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";
import { useCountsRead } from "../counts/public";
import { useWaitingRequests } from "../technicianverification/public";

const most = 200;

/**
 * The alerts that nobody has dealt with, newest first; undefined until it is known whether there are any. The list is
 * read only while the counts say that there are. Polled as well, and often while the event stream is away.
 */
export function useOpenAlerts() {
  const api = useApi();
  const live = useLiveState();
  const counts = useCountsRead();
  const open = counts.data?.alerts_open;
  // Without the counts the list is asked for itself: an alert is not missed because a number is.
  const list = useQuery({
    queryKey: [...keys.alerts, "open"],
    enabled: counts.isError || (open ?? 0) > 0,
    queryFn: ({ signal }) => unwrap(api.GET("/alerts", { params: { query: { open: true, limit: most } }, signal })),
    refetchInterval: live === "open" ? 60_000 : 5_000,
  });
  return { ...list, data: open === 0 && !counts.isError ? noAlerts : list.data };
}

const noAlerts: { items: Alert[] } = { items: [] };

/** What was dealt with, newest first, a page at a time. */
export function useSettledAlerts(enabled: boolean) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...keys.alerts, "settled"],
    enabled,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/alerts", { params: { query: { open: false, cursor: pageParam || undefined, limit: 50 } }, signal }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
}

/** Take an alert, or note that it was dealt with. */
export function useAlertActions() {
  const api = useApi();
  const client = useQueryClient();
  const at = (id: string) => ({ params: { path: { alert_id: id } } });
  const reload = () => {
    void client.invalidateQueries({ queryKey: keys.counts });
    void client.invalidateQueries({ queryKey: keys.alerts });
  };
  const store = (alert: Alert) => {
    client.setQueryData<{ items: Alert[] }>([...keys.alerts, "open"], (before) =>
      before
        ? {
            ...before,
            items: before.items
              .map((each) => (each.id === alert.id ? alert : each))
              .filter((each) => each.settled_at === undefined),
          }
        : before,
    );
    reload();
  };
  const take = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/alerts/{alert_id}/take", at(id))),
    onSuccess: store,
    onError: reload,
  });
  const settle = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/alerts/{alert_id}/settle", at(id))),
    onSuccess: store,
    onError: reload,
  });
  return { take, settle };
}

/** How much waits for somebody: alerts that nobody dealt with, and clients who wait for a code. */
export function useWaitingCount(): number {
  const alerts = useOpenAlerts().data?.items.length ?? 0;
  return alerts + useWaitingRequests().length;
}
