import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { TechnicianVerification } from "../../api/types";
import { useTriggerWords } from "../../api/useTriggerWords";
import { useLiveState } from "../../live/LiveContext";
import { may, useSession } from "../../session/useSession";
import { useCountsRead } from "../counts/public";
import { isOpen } from "./labels";

const mostOpen = 200;

/**
 * Open technician verifications, newest first, of one contact or of all. All are read only while the counts say that
 * there are any. Polled as well, and often while the event stream is away.
 */
export function useOpenTechnicianVerifications(contactId?: string) {
  const api = useApi();
  const live = useLiveState();
  const session = useSession().data;
  const counts = useCountsRead(contactId === undefined);
  const none = contactId === undefined && !counts.isError && counts.data?.technician_verifications_open === 0;
  const known = contactId !== undefined || counts.data !== undefined || counts.isError;
  const list = useQuery({
    queryKey: [...keys.technicianVerifications, "open", contactId ?? ""],
    enabled: may(session, "verifications:read") && known && !none,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/technician-verifications", {
          params: { query: { open: true, contact_id: contactId, limit: mostOpen } },
          signal,
        }),
      ),
    refetchInterval: live === "open" ? 60_000 : 5_000,
  });
  return { ...list, data: none ? nobodyAsks : list.data };
}

const nobodyAsks: { items: TechnicianVerification[] } = { items: [] };

/** The clients who wait for a code now, and whom nobody has taken up yet. */
export function useWaitingRequests(): TechnicianVerification[] {
  return (useOpenTechnicianVerifications().data?.items ?? []).filter((each) => each.status === "waiting");
}

export function useClosedTechnicianVerifications(enabled: boolean) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...keys.technicianVerifications, "closed"],
    enabled,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/technician-verifications", {
          params: { query: { open: false, cursor: pageParam || undefined, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
}

/** One technician verification with its messages. */
export function useTechnicianVerification(id: string) {
  const api = useApi();
  const live = useLiveState();
  return useQuery({
    queryKey: keys.verification(id),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/technician-verifications/{technician_verification_id}", {
          params: { path: { technician_verification_id: id } },
          signal,
        }),
      ),
    refetchInterval: (query) =>
      query.state.data && isOpen(query.state.data) ? (live === "open" ? 10_000 : 2_000) : false,
  });
}

/** The word a client confirms with, as this MSP chose it. */
export function useConfirmWord(): string {
  const session = useSession().data;
  return useTriggerWords(may(session, "settings:read")).data?.confirm ?? "#confirm";
}

export interface Claim {
  contactId: string | undefined;
  ticketId: string;
  /** The integration of the ticket. */
  integrationId: string | undefined;
}

/** A technician's actions on one technician verification. The code is fetched on request and never cached. */
export function useTechnicianVerificationActions(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const at = { params: { path: { technician_verification_id: id } } };
  const storeAnswer = (verification: TechnicianVerification) => {
    // An answer to a step may come without the messages; those that are shown stay until the next reading.
    client.setQueryData<TechnicianVerification>(keys.verification(id), (before) => ({
      ...verification,
      messages: verification.messages.length > 0 ? verification.messages : (before?.messages ?? []),
    }));
    void client.invalidateQueries({ queryKey: keys.verification(id) });
    void client.invalidateQueries({ queryKey: keys.technicianVerifications });
  };
  const onError = () => void client.invalidateQueries({ queryKey: keys.verification(id) });

  const code = useMutation({
    gcTime: 0,
    mutationFn: () => unwrap(api.GET("/technician-verifications/{technician_verification_id}/code", at)),
    onSuccess: onError,
    onError,
  });
  const claim = useMutation({
    mutationFn: ({ contactId, ticketId, integrationId }: Claim) =>
      unwrap(
        api.POST("/technician-verifications/{technician_verification_id}/claim", {
          ...at,
          body: {
            contact_id: contactId,
            ticket_id: ticketId.trim() || undefined,
            ticket_integration_id: integrationId,
          },
        }),
      ),
    onSuccess: storeAnswer,
    onError,
  });
  const confirm = useMutation({
    mutationFn: () => unwrap(api.POST("/technician-verifications/{technician_verification_id}/confirm-verbally", at)),
    onSuccess: storeAnswer,
    onError,
  });
  const deny = useMutation({
    mutationFn: () => unwrap(api.POST("/technician-verifications/{technician_verification_id}/deny", at)),
    onSuccess: storeAnswer,
    onError,
  });
  const approveNote = useMutation({
    mutationFn: () => unwrap(api.POST("/technician-verifications/{technician_verification_id}/approve-note", at)),
    onSuccess: storeAnswer,
    onError,
  });
  const nameTicket = useMutation({
    mutationFn: (ticketId: string) =>
      unwrap(
        api.POST("/technician-verifications/{technician_verification_id}/ticket", {
          ...at,
          body: { ticket_id: ticketId },
        }),
      ),
    onSuccess: storeAnswer,
    onError,
  });
  return { code, claim, confirm, deny, approveNote, nameTicket };
}

export type TechnicianVerificationActions = ReturnType<typeof useTechnicianVerificationActions>;
