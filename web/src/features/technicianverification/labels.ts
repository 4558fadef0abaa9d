import type { TechnicianVerification, TechnicianVerificationStatus } from "../../api/types";
import { firstName } from "../../ui/firstName";
import type { ShieldState } from "../../ui/Shield";

export interface Standing {
  label: string;
  tone: "ok" | "warn" | "bad" | "";
  shield: ShieldState;
}

/** The state of a technician verification: label, colour and shape. */
export const standing: Record<TechnicianVerificationStatus, Standing> = {
  waiting: { label: "Waiting", tone: "warn", shield: "wait" },
  claimed: { label: "Taken up", tone: "warn", shield: "wait" },
  confirmed: { label: "Confirmed", tone: "ok", shield: "ok" },
  denied: { label: "Does not match", tone: "bad", shield: "alert" },
  expired: { label: "Ran out", tone: "", shield: "no" },
};

export const isOpen = (verification: Pick<TechnicianVerification, "status">): boolean =>
  verification.status === "waiting" || verification.status === "claimed";

export const transportLabel: Record<TechnicianVerification["transport"], string> = { sms: "SMS", email: "E-mail" };

/** The contact who asked; several contacts may share one number. */
export function whoAsked(verification: Pick<TechnicianVerification, "contact" | "candidates">): string {
  if (verification.contact) return verification.contact.name;
  if (verification.candidates.length === 1) return verification.candidates[0]?.contact.name ?? "";
  return `Shared by ${verification.candidates.length} people`;
}

/** Whose number it is, in a sentence: "Ana", or "they" while several people share it. */
export function called(verification: Pick<TechnicianVerification, "contact" | "candidates">): string {
  const known =
    verification.contact ?? (verification.candidates.length === 1 ? verification.candidates[0]?.contact : undefined);
  return known ? firstName(known.name) : "they";
}

/** The companies of the possible contacts, each once. */
export function companiesOf(verification: Pick<TechnicianVerification, "company" | "candidates">): string {
  if (verification.company) return verification.company.name;
  return [...new Set(verification.candidates.map((each) => each.company.name))].join(", ");
}

/** What a technician verification asks of the technician at an instant. */
export type TechnicianVerificationStage = "take-up" | "await-answer" | "watch" | "lapsed" | "ended";

export function technicianVerificationStage(
  verification: Pick<TechnicianVerification, "status" | "expires_at" | "claimed_by_you">,
  now: number,
): TechnicianVerificationStage {
  if (!isOpen(verification)) return "ended";
  if (Date.parse(verification.expires_at) <= now) return "lapsed";
  if (verification.status === "waiting") return "take-up";
  return verification.claimed_by_you ? "await-answer" : "watch";
}

export interface Ended {
  title: string;
  meaning: string;
  next: string;
}

/** How a technician verification ended, what that means, and what to do next. */
export function endOf(verification: TechnicianVerification): Ended {
  const name = called(verification);
  const subject = name === "they" ? "The client" : name;
  switch (verification.status) {
    case "confirmed":
      return {
        title: `${subject} knows that you are real`,
        meaning: confirmedBy(verification),
        next: "Go on with the call.",
      };
    case "denied":
      return {
        title: "The codes do not match",
        meaning: `${subject} may have somebody else on the phone who claims to be you.`,
        next: "Ring them on the number you have on file, and tell your security lead.",
      };
    case "expired":
      return {
        title: "Nobody confirmed in time",
        meaning: "The code no longer works, and they were told so.",
        next: "They can ask again at any time.",
      };
    default:
      return { title: standing[verification.status].label, meaning: "", next: "" };
  }
}

function confirmedBy(verification: TechnicianVerification): string {
  switch (verification.confirmed_how) {
    case "reply":
      return "They confirmed by their own reply.";
    case "portal":
      return "They confirmed in the portal.";
    case "verbal":
      return `${verification.claimed_by ?? "The technician"} logged that they confirmed on the phone.`;
    default:
      return "They confirmed.";
  }
}

/** Where the ticket's note is. */
export const noteLabel: Record<TechnicianVerification["note"], string> = {
  none: "No note in a ticket",
  awaits_approval: "The note waits for your approval",
  queued: "The note is on its way into the ticket",
  written: "The note is in the ticket",
  maybe_written: "The note may be in the ticket: look there",
  failed: "The note is not in the ticket",
};

/** "483 201": three figures are read out in one breath. */
export function spaced(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** For a screen reader: figure by figure. */
export function spelled(code: string): string {
  return [...code].join(" ");
}
