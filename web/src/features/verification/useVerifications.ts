import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { VerificationStatus } from "../../api/types";

const mostOpen = 200;

/** All open verifications, newest first. A desk has some dozens at most. */
export function useOpenVerifications(companyId?: string, enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.verifications, "open", companyId ?? ""],
    enabled,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/verifications", {
          params: { query: { status: "pending", company_id: companyId, limit: mostOpen } },
          signal,
        }),
      ),
  });
}

/** What has ended, newest first, a page at a time. */
export function useVerificationList(status: VerificationStatus | undefined, companyId: string | undefined) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...keys.verifications, "list", status ?? "", companyId ?? ""],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/verifications", {
          params: { query: { status, company_id: companyId, cursor: pageParam || undefined, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
}
