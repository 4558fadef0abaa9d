import type { TechnicianVerification, TechnicianVerificationStatus } from "../../api/types";
import { firstName } from "../../ui/firstName";
import type { ShieldState } from "../../ui/Shield";

export interface Standing {
  label: string;
  tone: "ok" | "warn" | "bad" | "";
  shield: ShieldState;
}

/** Where a request stands: word, colour and shape. */
export const standing: Record<TechnicianVerificationStatus, Standing> = {
  waiting: { label: "Waiting", tone: "warn", shield: "wait" },
  claimed: { label: "Taken up", tone: "warn", shield: "wait" },
  confirmed: { label: "Confirmed", tone: "ok", shield: "ok" },
  denied: { label: "Does not match", tone: "bad", shield: "alert" },
  expired: { label: "Ran out", tone: "", shield: "no" },
};

export const isOpen = (request: Pick<TechnicianVerification, "status">): boolean =>
  request.status === "waiting" || request.status === "claimed";

export const transportWord: Record<TechnicianVerification["transport"], string> = { sms: "SMS", email: "E-mail" };

/** Who asked, as far as it is known: several people may share one number. */
export function whoAsked(request: Pick<TechnicianVerification, "contact" | "candidates">): string {
  if (request.contact) return request.contact.name;
  if (request.candidates.length === 1) return request.candidates[0]?.contact.name ?? "";
  return `Shared by ${request.candidates.length} people`;
}

/** Whose number it is, in a sentence: "Ana", or "they" while several people share it. */
export function called(request: Pick<TechnicianVerification, "contact" | "candidates">): string {
  const known = request.contact ?? (request.candidates.length === 1 ? request.candidates[0]?.contact : undefined);
  return known ? firstName(known.name) : "they";
}

/** The companies of whoever it may be, each once. */
export function companiesOf(request: Pick<TechnicianVerification, "company" | "candidates">): string {
  if (request.company) return request.company.name;
  return [...new Set(request.candidates.map((each) => each.company.name))].join(", ");
}

/** What to do with a request at an instant. */
export type TechnicianVerificationStage = "take-up" | "await-answer" | "watch" | "lapsed" | "ended";

export function technicianVerificationStage(
  request: Pick<TechnicianVerification, "status" | "expires_at" | "claimed_by_you">,
  now: number,
): TechnicianVerificationStage {
  if (!isOpen(request)) return "ended";
  if (Date.parse(request.expires_at) <= now) return "lapsed";
  if (request.status === "waiting") return "take-up";
  return request.claimed_by_you ? "await-answer" : "watch";
}

export interface Ended {
  title: string;
  meaning: string;
  next: string;
}

/** How a request ended, what that means, and what to do next. */
export function endOf(request: TechnicianVerification): Ended {
  const name = called(request);
  const subject = name === "they" ? "The client" : name;
  switch (request.status) {
    case "confirmed":
      return {
        title: `${subject} knows that you are real`,
        meaning: confirmedBy(request),
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
      return { title: standing[request.status].label, meaning: "", next: "" };
  }
}

function confirmedBy(request: TechnicianVerification): string {
  switch (request.confirmed_how) {
    case "reply":
      return "They confirmed by their own reply.";
    case "portal":
      return "They confirmed in the portal.";
    case "verbal":
      return `${request.claimed_by ?? "The technician"} logged that they confirmed by word of mouth.`;
    default:
      return "They confirmed.";
  }
}

/** Where the ticket's note is. */
export const noteWords: Record<TechnicianVerification["note"], string> = {
  none: "No note in a ticket",
  awaits_approval: "The note waits for your approval",
  queued: "The note is on its way into the ticket",
  written: "The note is in the ticket",
};

/** "483 201": three figures are read out in one breath. */
export function spaced(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** For a screen reader: figure by figure. */
export function spelled(code: string): string {
  return [...code].join(" ");
}
