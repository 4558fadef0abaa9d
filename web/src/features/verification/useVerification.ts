import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { ChannelOption, NewVerification, Verification } from "../../api/types";
import { useLiveState } from "../../live/LiveContext";
import { settle } from "./stage";

/**
 * One verification, updated by the event stream. It is polled as well while it is open, and often while the stream is
 * away.
 */
export function useVerification(id: string | undefined) {
  const api = useApi();
  const client = useQueryClient();
  const live = useLiveState();
  return useQuery({
    queryKey: keys.verification(id ?? ""),
    enabled: id !== undefined,
    queryFn: async ({ signal }) => {
      const read = await unwrap(
        api.GET("/verifications/{verification_id}", { params: { path: { verification_id: id ?? "" } }, signal }),
      );
      return settle(client.getQueryData(keys.verification(read.id)), read);
    },
    refetchInterval: (query) => (query.state.data?.status === "pending" ? (live === "open" ? 10_000 : 2_000) : false),
  });
}

/** The technician's actions. Each answer is shown at once; the event stream brings the rest. */
export function useVerificationActions() {
  const api = useApi();
  const client = useQueryClient();
  const storeAnswer = (verification: Verification) => {
    client.setQueryData<Verification>(keys.verification(verification.id), (before) => settle(before, verification));
    for (const key of [
      keys.contact(verification.contact.id),
      keys.channels(verification.contact.id),
      keys.verifications,
      keys.counts,
    ])
      void client.invalidateQueries({ queryKey: key });
  };
  const reload = (id: string) => () => void client.invalidateQueries({ queryKey: keys.verification(id) });
  const at = (id: string) => ({ params: { path: { verification_id: id } } });

  const start = useMutation({
    mutationFn: (body: NewVerification) => unwrap(api.POST("/verifications", { body })),
    onSuccess: storeAnswer,
  });
  const send = useMutation({
    mutationFn: ({ id, option }: { id: string; option: Pick<ChannelOption, "channel" | "address_id"> }) =>
      unwrap(
        api.POST("/verifications/{verification_id}/send", {
          ...at(id),
          body: { channel: option.channel, address_id: option.address_id },
        }),
      ),
    onSuccess: storeAnswer,
    onError: (_error, { id }) => reload(id)(),
  });
  const cancel = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/verifications/{verification_id}/cancel", at(id))),
    onSuccess: storeAnswer,
    onError: (_error, id) => reload(id)(),
  });
  const check = useMutation({
    mutationFn: ({ id, code }: { id: string; code: string }) =>
      unwrap(api.POST("/verifications/{verification_id}/check", { ...at(id), body: { code } })),
    onSuccess: (verdict, { id }) => {
      const before = client.getQueryData<Verification>(keys.verification(id));
      if (before) storeAnswer({ ...before, status: verdict.status, attempts_remaining: verdict.attempts_remaining });
      reload(id)();
    },
    onError: (_error, { id }) => reload(id)(),
  });
  return { start, send, cancel, check };
}
