import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../api/ApiContext";
import { must } from "../api/client";
import { keys } from "../api/queries";

/** Companies whose name begins with some words. */
export function useCompanies(query: string, enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.companies, query],
    enabled,
    queryFn: ({ signal }) => must(api.GET("/companies", { params: { query: { query: query || undefined, limit: 50 } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useCompany(id: string | undefined) {
  const api = useApi();
  return useQuery({ queryKey: [...keys.companies, "one", id], enabled: id !== undefined, queryFn: ({ signal }) => must(api.GET("/companies/{company_id}", { params: { path: { company_id: id ?? "" } }, signal })) });
}
