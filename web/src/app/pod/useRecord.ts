import { type Query, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";

const ofPod = [...keys.tickets, "pod"] as const;
const contactsOfPod = [...keys.contacts, "pod"] as const;

/** The record does not change while a verification runs. It is read again when the PSA loads it again. */
const settled = { staleTime: Infinity, refetchOnWindowFocus: false } as const;

export function useTicketAt(integrationId: string, id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...ofPod, integrationId, id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/tickets/{ticket_id}", {
          params: { path: { ticket_id: id }, query: { integration_id: integrationId } },
          signal,
        }),
      ),
    ...settled,
  });
}

/** The id of our contact for the PSA's contact; null for a contact that is not synced. */
export function useContactAt(integrationId: string, id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...contactsOfPod, integrationId, id],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/contacts", { params: { query: { integration_id: integrationId, external_id: id } }, signal }),
        )
      ).items[0]?.id ?? null,
    ...settled,
  });
}

/** A record read this recently, in milliseconds, is not read twice. */
const fresh = 2_000;

/** Reads the record again each time the PSA loads it, because it may have changed there. */
export function useReload(loaded: object | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!loaded) return;
    const predicate = ({ state }: Query) => state.fetchStatus === "idle" && Date.now() - state.dataUpdatedAt > fresh;
    for (const queryKey of [ofPod, contactsOfPod]) void client.invalidateQueries({ queryKey, predicate });
  }, [client, loaded]);
}
