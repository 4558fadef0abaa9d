import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Conversation, ConversationTemplateText, NewConversation } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";

export type ConversationFilter = "open" | "unread" | "closed";

const filterQuery = { open: { status: "open" }, unread: { unread: true }, closed: { status: "closed" } } as const;

/** Conversations, the newest message first. */
export function useConversations(filter: ConversationFilter) {
  const api = useApi();
  const live = useLiveState();
  return useInfiniteQuery({
    queryKey: [...keys.conversations, filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/conversations", {
          params: { query: { ...filterQuery[filter], cursor: pageParam || undefined, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
    refetchInterval: live === "open" ? false : 5_000,
  });
}

export function useConversation(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/conversations/{conversation_id}", { params: { path: { conversation_id: id } }, signal })),
  });
}

/** Messages, newest page first. A message that is being sent is read again until it has been delivered. */
export function useMessages(id: string) {
  const api = useApi();
  const live = useLiveState();
  return useInfiniteQuery({
    queryKey: keys.conversationMessages(id),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/conversations/{conversation_id}/messages", {
          params: { path: { conversation_id: id }, query: { cursor: pageParam || undefined, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    refetchInterval: (query) =>
      live !== "open"
        ? 3_000
        : query.state.data?.pages[0]?.items.some((each) => each.status === "claimed")
          ? 4_000
          : false,
  });
}

/** The conversation's ticket as the PSA has it now. */
export function useTicket(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: keys.conversationTicket(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/conversations/{conversation_id}/ticket", { params: { path: { conversation_id: id } }, signal })),
    refetchInterval: (query) =>
      query.state.data && (query.state.data.waiting > 0 || !query.state.data.ticket) ? 15_000 : false,
  });
}

export function useConversationActions(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const at = { params: { path: { conversation_id: id } } };
  const stale = () => {
    for (const key of [keys.conversation(id), keys.conversationMessages(id), keys.conversations])
      void client.invalidateQueries({ queryKey: key });
  };
  const send = useMutation({
    mutationFn: (body: string) =>
      unwrap(api.POST("/conversations/{conversation_id}/messages", { ...at, body: { body } })),
    onSuccess: stale,
    onError: stale,
  });
  const read = useMutation({
    mutationFn: () => unwrap(api.POST("/conversations/{conversation_id}/read", at)),
    onSuccess: () => {
      client.setQueryData<Conversation>(keys.conversation(id), (before) => before && { ...before, unread: 0 });
      void client.invalidateQueries({ queryKey: keys.conversations });
      void client.invalidateQueries({ queryKey: keys.counts });
    },
  });
  const close = useMutation({
    mutationFn: () => unwrap(api.POST("/conversations/{conversation_id}/close", at)),
    onSuccess: (closed) => {
      client.setQueryData(keys.conversation(id), closed);
      stale();
    },
  });
  return { send, read, close };
}

export function useStartConversation() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewConversation) => unwrap(api.POST("/conversations", { body })),
    onSuccess: (started) => {
      client.setQueryData(keys.conversation(started.id), started);
      void client.invalidateQueries({ queryKey: keys.conversations });
      void client.invalidateQueries({ queryKey: keys.conversationMessages(started.id) });
    },
  });
}

export function useConversationTemplates() {
  const api = useApi();
  return useQuery({
    queryKey: keys.conversationTemplates,
    queryFn: ({ signal }) => unwrap(api.GET("/conversation-templates", { signal })),
  });
}

export function useConversationTemplateChanges() {
  const api = useApi();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.conversationTemplates });
  const save = useMutation({
    mutationFn: ({ id, text }: { id: string | undefined; text: ConversationTemplateText }) =>
      id
        ? unwrap(
            api.PUT("/conversation-templates/{conversation_template_id}", {
              params: { path: { conversation_template_id: id } },
              body: text,
            }),
          )
        : unwrap(api.POST("/conversation-templates", { body: text })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.DELETE("/conversation-templates/{conversation_template_id}", {
          params: { path: { conversation_template_id: id } },
        }),
      ),
    onSuccess,
  });
  return { save, remove };
}
