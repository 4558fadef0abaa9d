import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/queries";

/** Companies whose name begins with some words. */
export function useCompanies(query: string, enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.companies, query],
    enabled,
    queryFn: ({ signal }) =>
      unwrap(api.GET("/companies", { params: { query: { query: query || undefined, limit: 50 } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Companies by name, a page at a time. How many people each has is changed elsewhere, so it is read whenever it is looked at. */
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

/** One company; like the pages, read whenever it is looked at. */
export function useCompany(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.companies, "one", id],
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      unwrap(api.GET("/companies/{company_id}", { params: { path: { company_id: id ?? "" } }, signal })),
    staleTime: 0,
  });
}
