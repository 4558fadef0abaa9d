import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Contact, SenderKind } from "../../api/types";

/** Strangers; mails in the name of people on file that proved no sender; or messages of people on file that nothing waited for. */
export type SenderList = "strangers" | "unproven" | "unheard";

/** One list of messages that started nothing, newest first. */
export function useUnknownSenders(which: SenderList) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...keys.unknownSenders, which],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/unknown-senders", {
          params: {
            query: {
              ...(which === "unheard" ? { unheard: true } : { unproven: which === "unproven" }),
              cursor: pageParam || undefined,
              limit: 50,
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
}

/** Puts the sender of a message on file, at a contact or as a new one. The sender leaves the list. */
export function usePutOnFile(messageId: string) {
  const api = useApi();
  const client = useQueryClient();
  const at = { params: { path: { message_id: messageId } } };
  const onSuccess = (saved: Contact) => {
    client.setQueryData(keys.contact(saved.id), saved);
    for (const key of [keys.unknownSenders, keys.contacts, keys.channels(saved.id), keys.contactPoints(saved.id)])
      void client.invalidateQueries({ queryKey: key });
  };
  const onError = () => void client.invalidateQueries({ queryKey: keys.unknownSenders });
  const assign = useMutation({
    mutationFn: (body: { contact_id: string; kind: SenderKind }) =>
      unwrap(api.POST("/unknown-senders/{message_id}/assign", { ...at, body })),
    onSuccess,
    onError,
  });
  const create = useMutation({
    mutationFn: (body: { name: string; company_id: string; kind: SenderKind }) =>
      unwrap(api.POST("/unknown-senders/{message_id}/contact", { ...at, body })),
    onSuccess,
    onError,
  });
  return { assign, create };
}
