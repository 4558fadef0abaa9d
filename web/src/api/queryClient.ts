import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem";

/**
 * Retries reads after errors that time may heal, in addition to the retries of the fetch. A PSA that does not answer is
 * asked again by a person.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) =>
          failures < 2 &&
          (!(error instanceof ProblemError) ||
            error.status === 0 ||
            (error.status >= 500 && error.code !== "psa_unavailable")),
        throwOnError: false,
      },
      // A press is answered at once, also offline: what nobody waits for any more must not leave when the network is back.
      mutations: { networkMode: "always", retry: false },
    },
  });
}
