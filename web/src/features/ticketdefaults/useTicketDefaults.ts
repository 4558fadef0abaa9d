import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { NewTicketDefault, TicketDefault } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";

/** The profiles of new tickets. A profile that is being checked is read until the check ends. */
export function useTicketDefaults(enabled = true) {
  const api = useApi();
  const live = useLiveState();
  return useQuery({
    queryKey: keys.ticketDefaults,
    enabled,
    queryFn: ({ signal }) => unwrap(api.GET("/ticket-defaults", { signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some((each) => each.status === "checking") ? (live === "open" ? 4_000 : 1_500) : false,
  });
}

/** What a field can be, asked of the PSA now; `chosen` undefined: what it depends on is not chosen yet. */
export function useChoices(integrationId: string, field: string, chosen: Record<string, string> | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.choices(integrationId), field, chosen],
    enabled: chosen !== undefined,
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/integrations/{integration_id}/choices", {
          params: { path: { integration_id: integrationId } },
          body: { field, chosen },
          signal,
        }),
      ),
  });
}

export function useTicketDefaultActions() {
  const api = useApi();
  const client = useQueryClient();
  const stale = () => client.invalidateQueries({ queryKey: keys.ticketDefaults });
  const at = (id: string) => ({ params: { path: { ticket_default_id: id } } });
  const storeAnswer = (profile: TicketDefault) => {
    client.setQueryData<{ items: TicketDefault[] }>(
      keys.ticketDefaults,
      (before) =>
        before && {
          items: before.items.some((each) => each.id === profile.id)
            ? before.items.map((each) => (each.id === profile.id ? profile : each))
            : [...before.items, profile],
        },
    );
    return stale();
  };
  const save = useMutation({
    mutationFn: ({ id, body }: { id: string | undefined; body: NewTicketDefault }) =>
      unwrap(
        id
          ? api.PUT("/ticket-defaults/{ticket_default_id}", { ...at(id), body })
          : api.POST("/ticket-defaults", { body }),
      ),
    onSuccess: storeAnswer,
  });
  const validate = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/ticket-defaults/{ticket_default_id}/validate", at(id))),
    onSuccess: storeAnswer,
    onError: stale,
  });
  const archive = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/ticket-defaults/{ticket_default_id}", at(id))),
    onSuccess: stale,
  });
  const restore = (id: string) =>
    unwrap(
      api.POST("/archived-ticket-defaults/{archived_ticket_default_id}/restore", {
        params: { path: { archived_ticket_default_id: id } },
      }),
    ).then(storeAnswer);
  return { save, validate, archive, restore };
}
