import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

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
