import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

/** Everybody who works at the MSP, disabled people among them. For Admins. */
export function useTeam() {
  const api = useApi();
  return useQuery({ queryKey: keys.users, queryFn: ({ signal }) => unwrap(api.GET("/users", { signal })) });
}
