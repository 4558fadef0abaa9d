import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Policy } from "../../api/types";

export function usePolicyChanges(companyId: string | undefined) {
  const api = useApi();
  const client = useQueryClient();
  // What may be sent, and how, follows from the policy.
  const onSuccess = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.policies }),
      client.invalidateQueries({ queryKey: ["channels"] }),
    ]);
  const path = { params: { path: { company_id: companyId ?? "" } } };
  const save = useMutation({
    mutationFn: (body: Policy) =>
      unwrap(
        companyId
          ? api.PUT("/companies/{company_id}/policy", { ...path, body })
          : api.PUT("/policies/default", { body }),
      ),
    onSuccess,
  });
  const reset = useMutation({
    mutationFn: () => unwrap(api.DELETE("/companies/{company_id}/policy", path)),
    onSuccess,
  });
  return { save, reset };
}
