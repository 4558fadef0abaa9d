import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

export function usePolicies() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.policies, "all"],
    queryFn: ({ signal }) => unwrap(api.GET("/policies", { signal })),
  });
}

/** The policy in force: the MSP's default without a company. */
export function usePolicy(companyId: string | undefined, enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.policies, "one", companyId ?? "default"],
    enabled,
    queryFn: ({ signal }) =>
      unwrap(
        companyId
          ? api.GET("/companies/{company_id}/policy", { params: { path: { company_id: companyId } }, signal })
          : api.GET("/policies/default", { signal }),
      ),
  });
}

/** Every version of the MSP's default, or of a company's own policy, newest first. */
export function usePolicyVersions(companyId: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.policies, "versions", companyId ?? "default"],
    queryFn: ({ signal }) =>
      unwrap(
        companyId
          ? api.GET("/companies/{company_id}/policy/versions", { params: { path: { company_id: companyId } }, signal })
          : api.GET("/policies/default/versions", { signal }),
      ),
  });
}
