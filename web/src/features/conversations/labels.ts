import type { Conversation } from "../../api/types";
import { span } from "../../time/relative";

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

/** The client's last words. Where they wrote none yet, ours, and said so: what answers by itself is never shown. */
export function preview(
  conversation: Pick<Conversation, "their_text" | "their_pictures" | "last_text" | "subject">,
): string {
  const { their_text, their_pictures = 0, last_text, subject } = conversation;
  if (their_text) return their_text;
  if (their_pictures > 0) return their_pictures === 1 ? "A picture" : `${their_pictures} pictures`;
  return last_text ? `We wrote: ${last_text}` : subject;
}

/** "Waits 12 min"; undefined where nothing waits for an answer. */
export function waitsWords(
  conversation: Pick<Conversation, "status" | "waiting_since">,
  now: number,
): string | undefined {
  if (conversation.status === "closed" || !conversation.waiting_since) return undefined;
  return `Waits ${span(Math.max(0, now - Date.parse(conversation.waiting_since)))}`;
}

/** Who else has the conversation open: "Priya is looking", "Priya and Tom are looking". */
export function lookingWords(people: readonly { name: string }[]): string {
  const names = people.map((each) => each.name);
  const listed = new Intl.ListFormat("en", { type: "conjunction" }).format(names);
  return `${listed} ${names.length === 1 ? "is" : "are"} looking`;
}

/** Until when a conversation can be put off: an hour, tomorrow at nine, Monday at nine; in the viewer's zone. */
export function snoozeChoices(now: number): { label: string; until: Date }[] {
  const at = (days: number) => {
    const day = new Date(now);
    day.setDate(day.getDate() + days);
    day.setHours(9, 0, 0, 0);
    return day;
  };
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    { label: "For an hour", until: new Date(now + 3_600_000) },
    { label: "Until tomorrow, 9:00", until: at(1) },
    ...(toMonday > 1 ? [{ label: "Until Monday, 9:00", until: at(toMonday) }] : []),
  ];
}
