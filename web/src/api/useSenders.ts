import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

/** The numbers and mailboxes that the operator assigned to the MSP. */
export function useSenders() {
  const api = useApi();
  return useQuery({ queryKey: keys.senders, queryFn: ({ signal }) => unwrap(api.GET("/senders", { signal })) });
}
