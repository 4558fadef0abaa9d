import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";

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

/** The actions that stand in the log. */
export function useAuditActions() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.audit, "actions"],
    queryFn: ({ signal }) => unwrap(api.GET("/audit/actions", { signal })),
  });
}
