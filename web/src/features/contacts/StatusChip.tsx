import { contactState } from "../../api/shields";
import type { Contact } from "../../api/types";
import { useNow } from "../../time/useNow";

/** The person's status in a word. */
export function StatusChip({ contact }: { contact: Contact }) {
  const { state } = contactState(contact, useNow());
  if (contact.inactive_since && state !== "wait") return <span className="chip warn">Not active</span>;
  if (state === "wait") return <span className="chip warn">Waiting</span>;
  if (state === "ok") return <span className="chip ok">Verified</span>;
  return <span className="chip">Not verified</span>;
}
