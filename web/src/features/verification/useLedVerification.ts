import { useState } from "react";
import type { Verification } from "../../api/types";
import { useVerification } from "./useVerification";
import { useOpenVerifications } from "./useVerifications";

/**
 * The newest verification that this person leads, until its end was seen: it stands for the call that is on. `anyOpen`
 * says whether any verification is open, so that a quiet desk asks for no list.
 */
export function useLedVerification(anyOpen: boolean): { led: Verification | undefined; endCall: () => void } {
  const open = useOpenVerifications(undefined, anyOpen).data?.items.find((each) => each.leading);
  const [kept, setKept] = useState<string>();
  if (open && open.id !== kept) setKept(open.id);
  const read = useVerification(kept).data;
  const led = read ?? open;
  return { led: led?.status === "cancelled" ? undefined : led, endCall: () => setKept(undefined) };
}
