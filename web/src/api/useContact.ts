import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

export function useContact(id: string) {
  return useContactIf(id);
}

/** A contact that may not be known yet. */
export function useContactIf(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: keys.contact(id ?? ""),
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      unwrap(api.GET("/contacts/{contact_id}", { params: { path: { contact_id: id ?? "" } }, signal })),
  });
}

export function useChannels(contactId: string) {
  const api = useApi();
  return useQuery({
    queryKey: keys.channels(contactId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/contacts/{contact_id}/channels", { params: { path: { contact_id: contactId } }, signal })),
  });
}
