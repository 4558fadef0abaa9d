import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

export function useSMSChannels(enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: keys.smsChannels,
    enabled,
    queryFn: ({ signal }) => unwrap(api.GET("/sms-channels", { signal })),
  });
}
