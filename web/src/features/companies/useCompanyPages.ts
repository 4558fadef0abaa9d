import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";

/** Companies by name, a page at a time. The number of contacts changes elsewhere, so it is read on every visit. */
export function useCompanyPages(query: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...keys.companies, "pages", query],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/companies", {
          params: { query: { query: query || undefined, cursor: pageParam || undefined, limit: 100 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
