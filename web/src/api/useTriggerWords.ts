import { useQuery } from "@tanstack/react-query";
import { useApi } from "./ApiContext";
import { unwrap } from "./client";
import { keys } from "./keys";

/** The words that clients write to this MSP, as it chose them. */
export function useTriggerWords(enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: keys.inboundSettings,
    enabled,
    queryFn: ({ signal }) => unwrap(api.GET("/inbound-settings", { signal })),
    select: ({ verify_word, confirm_word, deny_word }) => ({
      verify: verify_word,
      confirm: confirm_word,
      deny: deny_word,
    }),
  });
}
