import type { Ticket } from "../../api/types";
import type { ShieldState } from "../../ui/Shield";

/** The shield of a ticket's own contact: shape, word and colour. */
export const shieldOf: Record<
  NonNullable<Ticket["shield"]>,
  { state: ShieldState; label: string; tone: "ok" | "warn" | "bad" | "none" }
> = {
  green: { state: "ok", label: "Verified", tone: "ok" },
  other: { state: "past", label: "Proven on another call", tone: "none" },
  denied: { state: "alert", label: "Denied", tone: "bad" },
  waiting: { state: "wait", label: "Waiting", tone: "warn" },
  red: { state: "no", label: "Not verified", tone: "none" },
  none: { state: "off", label: "Not on file", tone: "none" },
};

/** The lock's label: whom it verifies, or why it cannot. */
export function lockLabel(ticket: Ticket): string {
  if (ticket.contact_id) return `Verify ${ticket.contact ?? "the contact"} for ticket ${ticket.number}`;
  if (ticket.contact) return `${ticket.contact} is not on file yet; the next sync brings them`;
  return "This ticket has no contact";
}

/** The number of pending writes, in words. */
export function waitingWrites(count: number | undefined): string {
  if (!count) return "";
  return count === 1 ? "1 waits" : `${count} wait`;
}

/** Keeps a ticket's address only where it is one of the web: it comes from outside. */
export function webAddress(url: string | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}
