import type { ShieldState } from "../ui/Shield";
import type { Contact, ShieldData } from "./types";

/** True while a contact point was changed so recently that it proves little. */
export function isCooling(point: { cooling_until?: string | undefined }, now: number): boolean {
  return point.cooling_until !== undefined && Date.parse(point.cooling_until) > now;
}

/** The state of a contact point's shield at an instant. A proof ends exactly at `verified_until`. */
export function shieldState(shield: ShieldData, now: number): ShieldState {
  if (shield.waiting) return "wait";
  return shield.verified_until && Date.parse(shield.verified_until) > now ? "ok" : "no";
}

/** The contact as a whole: waiting while a verification is open, else by the newest proof that still holds. */
export function contactState(contact: Contact, now: number): { state: ShieldState; by: ShieldData | undefined } {
  const proofs = contact.shields
    .filter((shield) => shieldState({ ...shield, waiting: false }, now) === "ok")
    .sort((a, b) => (b.verified_at ?? "").localeCompare(a.verified_at ?? ""));
  const by = proofs[0];
  if (contact.open_verification_id) return { state: "wait", by };
  return { state: by ? "ok" : "no", by };
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
