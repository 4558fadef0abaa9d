import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Integration, IntegrationPatch, NewIntegration } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";
import { isOpen } from "./progress";

/** The PSAs that can be connected; they change with a release only. */
export function usePSAKinds() {
  const api = useApi();
  return useQuery({
    queryKey: keys.psaKinds,
    staleTime: Infinity,
    queryFn: ({ signal }) => unwrap(api.GET("/psa-kinds", { signal })),
  });
}

export function useIntegrations(enabled = true) {
  const api = useApi();
  const pace = usePace();
  return useQuery({
    queryKey: [...keys.integrations, "all"],
    enabled,
    queryFn: ({ signal }) => unwrap(api.GET("/integrations", { signal })),
    refetchInterval: (query) => (query.state.data?.items.some((each) => isOpen(each.last_sync)) ? pace : false),
  });
}

/** One connection, often while it is being read. */
export function useIntegration(id: string) {
  const api = useApi();
  const pace = usePace();
  return useQuery({
    queryKey: keys.integration(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/integrations/{integration_id}", { params: { path: { integration_id: id } }, signal })),
    refetchInterval: (query) =>
      isOpen(query.state.data?.last_sync) || (query.state.data?.enabled && !query.state.data.last_sync) ? pace : false,
  });
}

/** Syncs, the newest first. */
export function useSyncs(id: string) {
  const api = useApi();
  const pace = usePace();
  return useInfiniteQuery({
    queryKey: keys.syncs(id),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/integrations/{integration_id}/syncs", {
          params: { path: { integration_id: id }, query: { cursor: pageParam || undefined, limit: 20 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    refetchInterval: (query) => (isOpen(query.state.data?.pages[0]?.items[0]) ? pace : false),
  });
}

/** How often a running sync is polled, in milliseconds: less often while the event stream is open. */
function usePace(): number {
  return useLiveState() === "open" ? 3_000 : 1_500;
}

/**
 * Connects in two steps: saves the connection, then tests it. A connection that was saved before is changed, not added
 * again.
 */
export function useConnect() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({
      id,
      body,
      onKept,
    }: {
      id: string | undefined;
      body: NewIntegration;
      onKept: (kept: Integration) => void;
    }) => {
      const { kind: _, ...patch } = body;
      const kept = await unwrap(
        id
          ? api.PATCH("/integrations/{integration_id}", { ...at(id), body: patch })
          : api.POST("/integrations", { body }),
      );
      onKept(kept);
      return { id: kept.id, test: await unwrap(api.POST("/integrations/{integration_id}/test", at(kept.id))) };
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.integrations }),
  });
}

export function useIntegrationActions(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const stale = () => client.invalidateQueries({ queryKey: keys.integrations });
  const change = useMutation({
    mutationFn: (body: IntegrationPatch) => unwrap(api.PATCH("/integrations/{integration_id}", { ...at(id), body })),
    onSuccess: (saved) => {
      client.setQueryData(keys.integration(id), saved);
      return stale();
    },
  });
  const test = useMutation({
    mutationFn: () => unwrap(api.POST("/integrations/{integration_id}/test", at(id))),
    onSettled: stale,
  });
  const sync = useMutation({
    mutationFn: () => unwrap(api.POST("/integrations/{integration_id}/sync", at(id))),
    onSuccess: stale,
  });
  const disconnect = useMutation({ mutationFn: () => unwrap(api.DELETE("/integrations/{integration_id}", at(id))) });
  return { change, test, sync, disconnect };
}

const at = (id: string) => ({ params: { path: { integration_id: id } } });
