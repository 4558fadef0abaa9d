import type { ShieldState } from "../ui/Shield";
import type { Contact, ShieldData } from "./types";

/** True while a changed number or address proves little. */
export function isCooling(point: { cooling_until?: string | undefined }, now: number): boolean {
  return point.cooling_until !== undefined && Date.parse(point.cooling_until) > now;
}

/** What an address's shield is at an instant: a proof lasts until `verified_until` and not a second longer. */
export function shieldState(shield: ShieldData, now: number): ShieldState {
  if (shield.waiting) return "wait";
  return shield.verified_until && Date.parse(shield.verified_until) > now ? "ok" : "no";
}

/** The person as a whole: waiting while one is open, else the newest proof that still stands. */
export function contactState(contact: Contact, now: number): { state: ShieldState; by: ShieldData | undefined } {
  const proofs = contact.shields
    .filter((shield) => shieldState({ ...shield, waiting: false }, now) === "ok")
    .sort((a, b) => (b.verified_at ?? "").localeCompare(a.verified_at ?? ""));
  const by = proofs[0];
  if (contact.open_verification_id) return { state: "wait", by };
  return { state: by ? "ok" : "no", by };
}

/** False for what is on file as a number but is none; its mask has no figures. */
export function isNumber(shield: ShieldData): boolean {
  return shield.kind === "email" || /\d/.test(shield.masked);
}

/** The last figures of a masked number, or a masked address as it is: "••34". */
export function shortMask(shield: ShieldData): string {
  if (shield.kind === "email") return shield.masked;
  const digits = shield.masked.replace(/\D/g, "");
  return `••${digits.slice(-2)}`;
}
