import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Settings } from "../../api/types";

/** What holds for the MSP as a whole. Each page of Organisation shows a part of it. */
export function useSettings() {
  const api = useApi();
  return useQuery({ queryKey: keys.settings, queryFn: ({ signal }) => unwrap(api.GET("/settings", { signal })) });
}

export function useSaveSettings() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Settings) => unwrap(api.PUT("/settings", { body })),
    onSuccess: (saved) => client.setQueryData(keys.settings, saved),
  });
}
