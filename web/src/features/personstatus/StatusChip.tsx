import { personStatus, type ThisCall } from "../../api/shields";
import type { Contact } from "../../api/types";
import { useNow } from "../../time/useNow";

/** The person's status in a word. "Verified" speaks of this call only, and a denial beats it. */
export function StatusChip({ contact, call }: { contact: Contact; call?: ThisCall | undefined }) {
  const { state } = personStatus(contact, useNow(), call);
  if (state === "alert") return <span className="chip bad">Denied</span>;
  if (contact.inactive_since && state !== "wait") return <span className="chip warn">Not active</span>;
  if (state === "wait") return <span className="chip warn">Waiting</span>;
  if (state === "ok") return <span className="chip ok">Verified</span>;
  if (state === "past") return <span className="chip">Proven on another call</span>;
  return <span className="chip">Not verified</span>;
}
