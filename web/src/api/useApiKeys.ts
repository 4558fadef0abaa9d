import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

/** Every API key, revoked ones among them. For Admins. */
export function useApiKeys() {
  const api = useApi();
  return useQuery({ queryKey: keys.apiKeys, queryFn: ({ signal }) => unwrap(api.GET("/api-keys", { signal })) });
}
