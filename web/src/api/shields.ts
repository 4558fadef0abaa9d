import type { ShieldState } from "../ui/Shield";
import type { Contact, ShieldData } from "./types";

/** True while a contact point was changed so recently that it proves little. */
export function isCooling(point: { cooling_until?: string | undefined }, now: number): boolean {
  return point.cooling_until !== undefined && Date.parse(point.cooling_until) > now;
}

const causeLabel = {
  changed: "Changed lately",
  new_person: "New on file",
  moved: "Came from another company",
  renamed: "Name changed lately",
  same_name: "Another person has this name",
  same_number: "Another person has it too",
} as const;

/** Why a contact point cools off, in words. */
export function coolingLabel(point: Pick<ShieldData, "cools_because">): string {
  return causeLabel[point.cools_because ?? "changed"];
}

/** What a call is about: its ticket, and the verification that the technician leads in it. */
export interface ThisCall {
  ticketId?: string | undefined;
  integrationId?: string | undefined;
  verificationId?: string | undefined;
}

/** True for a contact point whose proof holds at an instant, whatever it was proven for. It ends at `verified_until`. */
export function isProven(shield: ShieldData, now: number): boolean {
  return shield.verified_until !== undefined && Date.parse(shield.verified_until) > now;
}

/** True when a contact point was proven for this call, or for its ticket. */
function isOf(shield: ShieldData, call: ThisCall): boolean {
  if (call.verificationId !== undefined && shield.verification_id === call.verificationId) return true;
  if (!call.ticketId || shield.ticket_id !== call.ticketId) return false;
  // Two PSAs may both have a ticket 48213.
  return !call.integrationId || !shield.ticket_integration_id || call.integrationId === shield.ticket_integration_id;
}

/** The state of a contact point's shield. Green speaks of this call; "past" was proven for another one. */
export function shieldState(shield: ShieldData, now: number, call: ThisCall = {}): ShieldState {
  if (shield.waiting) return "wait";
  if (!isProven(shield, now)) return "no";
  return isOf(shield, call) ? "ok" : "past";
}

export interface PersonStatus {
  state: ShieldState;
  /** The proof that the state rests on. */
  by: ShieldData | undefined;
}

/**
 * The status of this call. A denial beats everything; then an open verification, then a proof of this call, then one of
 * another.
 */
export function personStatus(contact: Contact, now: number, call: ThisCall = {}): PersonStatus {
  const proofs = contact.shields
    .filter((shield) => isProven(shield, now))
    .sort((a, b) => (b.verified_at ?? "").localeCompare(a.verified_at ?? ""));
  const here = proofs.find((shield) => isOf(shield, call));
  const by = here ?? proofs[0];
  if (contact.denied) return { state: "alert", by };
  if (contact.open_verification_id) return { state: "wait", by };
  return { state: here ? "ok" : by ? "past" : "no", by };
}

/** False for a contact point on file as a number that is none; its mask has no digits. */
export function isNumber(shield: ShieldData): boolean {
  return shield.kind === "email" || /\d/.test(shield.masked);
}

/** The last digits of a masked number, "••34", or a masked e-mail address as it is. */
export function shortMask(shield: ShieldData): string {
  if (shield.kind === "email") return shield.masked;
  const digits = shield.masked.replace(/\D/g, "");
  return `••${digits.slice(-2)}`;
}
