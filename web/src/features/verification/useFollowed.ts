import { useEffect, useState } from "react";
import type { ThisCall } from "../../api/shields";
import type { Contact } from "../../api/types";
import { useVerification } from "./useVerification";

export interface Followed {
  /** The verification that the panel shows: the one of this call, or a colleague's that is open. */
  id: string | undefined;
  follow: (id: string | undefined) => void;
}

/** Follows the open verification of a contact until the technician is done with it. */
export function useFollowed(openId: Contact["open_verification_id"]): Followed {
  const [id, follow] = useState(openId);
  useEffect(() => {
    if (openId) follow(openId);
  }, [openId]);
  return { id, follow };
}

/** What this call is about: its ticket, and the verification that is followed, unless it is a colleague's. */
export function useThisCall(
  followed: Followed,
  ticket?: { id: string; integrationId?: string | undefined } | undefined,
): ThisCall {
  const leading = useVerification(followed.id).data?.leading;
  return {
    ticketId: ticket?.id,
    integrationId: ticket?.integrationId,
    verificationId: leading ? followed.id : undefined,
  };
}
