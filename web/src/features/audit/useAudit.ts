import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { AuditEntry } from "../../api/types";

/** What the log is narrowed to, as the API takes it. */
export interface AuditQuery {
  company_id?: string | undefined;
  actor_id?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** One page of the log, newest first; without a cursor the newest. */
export function useAuditPage(query: AuditQuery, cursor: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.audit, query, cursor],
    queryFn: ({ signal }) => unwrap(api.GET("/audit", { params: { query: { ...query, cursor, limit: 100 } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** One entry. No entry ever changes: one that a list holds already is not read again. */
export function useAuditEntry(id: string, listed: AuditEntry | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.audit, "entry", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/audit/entries/{audit_entry_id}", { params: { path: { audit_entry_id: id } }, signal })),
    initialData: listed,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The actions that stand in the log. */
export function useAuditActions() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.audit, "actions"],
    queryFn: ({ signal }) => unwrap(api.GET("/audit/actions", { signal })),
  });
}
