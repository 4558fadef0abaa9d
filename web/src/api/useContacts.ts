import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { type ContactFilter, contactQuery } from "./contactSearch";
import { keys } from "./keys";

/** Contacts by name, a page at a time. */
export function useContacts(filter: ContactFilter, enabled = true) {
  const api = useApi();
  const query = contactQuery(filter);
  return useInfiniteQuery({
    queryKey: [...keys.contacts, query],
    enabled,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/contacts", { params: { query: { ...query, cursor: pageParam || undefined, limit: 50 } }, signal }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
}

/** How many people are on file in all. */
export function useContactTotal() {
  const api = useApi();
  return useQuery({
    queryKey: keys.contactTotal,
    queryFn: ({ signal }) => unwrap(api.GET("/contacts", { params: { query: { total: true, limit: 1 } }, signal })),
    staleTime: 60_000,
  });
}
