import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

/** Companies of which a word of the name begins with the text. */
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

/** One company. Its number of contacts changes elsewhere, so it is read on every visit. */
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
