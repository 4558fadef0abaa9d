import { channelLabel } from "../../api/labels";
import type { Verification } from "../../api/types";
import { sendWords } from "./labels";

export interface TimelineEntry {
  key: string;
  at: string;
  words: string;
  tone: "" | "ok" | "warn" | "bad";
}

/** The events of one verification, oldest first: sends with their delivery, attempts, the end. */
export function timelineEntries(verification: Verification): TimelineEntry[] {
  const sends = verification.sends.map(
    (send): TimelineEntry => ({
      key: `send-${send.number}`,
      at: send.at,
      words: `${channelLabel[send.channel]} to ${send.masked} ${sendWords(send)}`,
      tone:
        send.status === "failed" ? "bad" : send.status === "unknown" ? "warn" : send.status === "delivered" ? "ok" : "",
    }),
  );
  const tries = (verification.attempts ?? []).map(
    (attempt): TimelineEntry => ({
      key: `try-${attempt.number}`,
      at: attempt.at,
      words: attempt.accepted ? "Right code" : `Wrong code (try ${attempt.number})`,
      tone: attempt.accepted ? "ok" : "bad",
    }),
  );
  return [...sends, ...tries].sort((a, b) => a.at.localeCompare(b.at));
}
