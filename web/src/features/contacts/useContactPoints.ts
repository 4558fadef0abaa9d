import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";

/** All contact points of a contact, current and past. */
export function useContactPoints(contactId: string) {
  const api = useApi();
  return useQuery({
    queryKey: keys.contactPoints(contactId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/contacts/{contact_id}/points", { params: { path: { contact_id: contactId } }, signal })),
  });
}

export function useApproveContactPoint(contactId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ point, reason }: { point: string; reason: string }) =>
      unwrap(
        api.POST("/contacts/{contact_id}/points/{point_id}/approve", {
          params: { path: { contact_id: contactId, point_id: point } },
          body: { reason },
        }),
      ),
    onSuccess: () => {
      for (const key of [
        keys.contactPoints(contactId),
        keys.contact(contactId),
        keys.channels(contactId),
        keys.contacts,
      ])
        void client.invalidateQueries({ queryKey: key });
    },
  });
}
