import type { Conversation } from "../../api/types";

/** The contact's name, or the masked number of an unknown sender. */
export function whoWrites(conversation: Pick<Conversation, "contact" | "contact_point">): string {
  return conversation.contact?.name ?? conversation.contact_point;
}

/** Why nothing can be written, and what to do instead; undefined when it can. */
export function whyNot(
  conversation: Pick<Conversation, "status" | "may_write">,
  mayWrite: boolean,
): { what: string; next: string } | undefined {
  if (conversation.status === "closed")
    return { what: "This conversation is closed.", next: "A message of theirs opens a new one, and so does yours." };
  if (!conversation.may_write)
    return {
      what: "They replied STOP.",
      next: "Nothing goes out to this number until they reply START. Call them, or write an e-mail.",
    };
  if (!mayWrite) return { what: "You may read this, but not write.", next: "An admin can change that under Team." };
  return undefined;
}

/** The number of notes that are still to be written into the ticket. */
export function waitingLabel(count: number): string {
  return count === 1 ? "1 note still to be written" : `${count} notes still to be written`;
}
