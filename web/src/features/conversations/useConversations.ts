import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Conversation, ConversationTemplateText, NewConversation } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";
import { may, useSession } from "../../session/useSession";

export type ConversationFilter = "open" | "unread" | "mine" | "unassigned" | "snoozed" | "closed";

const filterQuery = {
  open: { status: "open", snoozed: false },
  unread: { unread: true },
  mine: { status: "open", owner: "me" },
  unassigned: { status: "open", owner: "nobody", snoozed: false },
  snoozed: { status: "open", snoozed: true },
  closed: { status: "closed" },
} as const;

/** Conversations by the client's newest message. With words to search for, all that have them. */
export function useConversations(filter: ConversationFilter, text: string) {
  const api = useApi();
  const live = useLiveState();
  return useInfiniteQuery({
    queryKey: [...keys.conversations, filter, text],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/conversations", {
          params: {
            query: { ...(text ? { q: text } : filterQuery[filter]), cursor: pageParam || undefined, limit: 50 },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
    // What was put off comes back without an event.
    refetchInterval: live === "open" ? 60_000 : 5_000,
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
  const changed = (after: Conversation) => {
    client.setQueryData(keys.conversation(id), after);
    void client.invalidateQueries({ queryKey: keys.conversations });
  };
  const assign = useMutation({
    mutationFn: (user_id: string | undefined) =>
      unwrap(api.POST("/conversations/{conversation_id}/assign", { ...at, body: { user_id } })),
    onSuccess: changed,
  });
  const snooze = useMutation({
    mutationFn: (until: Date | undefined) =>
      unwrap(api.POST("/conversations/{conversation_id}/snooze", { ...at, body: { until: until?.toISOString() } })),
    onSuccess: changed,
  });
  return { send, read, close, assign, snooze };
}

/** Who may answer in a conversation. */
export function useAssignees(id: string, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.conversation(id), "assignees"],
    enabled,
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/conversations/{conversation_id}/assignees", { params: { path: { conversation_id: id } }, signal }),
      ),
  });
}

/** What is open of a contact who asked who we are. */
export function useOpenRequest(contactId: string) {
  const api = useApi();
  const mayRead = may(useSession().data, "verifications:read");
  return useQuery({
    queryKey: [...keys.technicianVerifications, "open-of", contactId],
    enabled: mayRead,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/technician-verifications", {
          params: { query: { open: true, contact_id: contactId, limit: 1 } },
          signal,
        }),
      ),
  });
}

/** Tells the others that one looks at a conversation, while its window is in sight. */
export function useLooking(id: string) {
  const api = useApi();
  useEffect(() => {
    const tell = (looking: boolean) =>
      void api
        .POST("/conversations/{conversation_id}/looking", {
          params: { path: { conversation_id: id } },
          body: { looking },
          keepalive: !looking,
        })
        .catch(() => undefined);
    const seen = () => tell(!document.hidden);
    const timer = setInterval(() => {
      if (!document.hidden) tell(true);
    }, 20_000);
    seen();
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
      tell(false);
    };
  }, [api, id]);
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
