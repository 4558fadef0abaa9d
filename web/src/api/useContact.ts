import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

export function useContact(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/contacts/{contact_id}", { params: { path: { contact_id: id } }, signal })),
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
