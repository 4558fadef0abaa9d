import type { Verification } from "../../api/types";
import { awaited } from "./labels";

/** What a verification asks of the technician at an instant. */
export type Stage = "ask-code" | "ask-link" | "ask-number" | "ask-key" | "lapsed" | "watch" | "ended";

export function stageOf(verification: Verification, now: number): Stage {
  if (verification.status !== "pending") return "ended";
  if (!verification.leading) return "watch";
  if (Date.parse(verification.expires_at) <= now) return "lapsed";
  return stages[awaited(verification.channel)] ?? "ask-code";
}

const stages: Record<string, Stage> = { click: "ask-link", number: "ask-number", key: "ask-key", code: "ask-code" };

/** A final status stays: an answer that was read too early must not turn green back into waiting. */
export function settle(before: Verification | undefined, read: Verification): Verification {
  if (!before || before.id !== read.id || before.status === "pending" || read.status !== "pending") return read;
  return {
    ...read,
    status: before.status,
    reason_code: before.reason_code,
    attempts_remaining: before.attempts_remaining,
  };
}

/** When the current code or link began: the last send, else the opening. */
export function begunAt(verification: Verification): string {
  return verification.sends.at(-1)?.at ?? verification.opened_at;
}
