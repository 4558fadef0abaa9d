import type { Message } from "../../api/types";

export interface DeliveryLabel {
  icon: string;
  word: string;
  tone: "" | "ok" | "warn" | "bad";
}

/** How far a message came: a sign and a word, never a colour alone. */
export const deliveryLabels: Record<Message["status"], DeliveryLabel> = {
  received: { icon: "", word: "", tone: "" },
  claimed: { icon: "○", word: "Sending", tone: "" },
  unknown: { icon: "?", word: "May or may not have gone out", tone: "warn" },
  accepted: { icon: "✓", word: "Accepted", tone: "" },
  sent: { icon: "✓", word: "Sent", tone: "" },
  delivered: { icon: "✓✓", word: "Delivered", tone: "ok" },
  failed: { icon: "✕", word: "Not delivered", tone: "bad" },
};

const automatic = (message: Pick<Message, "direction" | "kind">): boolean =>
  message.direction === "outbound" && message.kind !== "message";

const kindWords: Record<string, string> = {
  conversation_first: "Automatic first answer",
  conversation_received: "Automatic acknowledgement",
  technician_code: "Automatic: their code",
  technician_named: "Automatic: who you are",
  technician_closed: "Automatic: confirmed",
  technician_denied: "Automatic: warning",
};

/** The label of an automatic message; undefined for one that a person wrote. */
export function automaticLabel(message: Pick<Message, "direction" | "kind">): string | undefined {
  return automatic(message) ? (kindWords[message.kind] ?? "Automatic") : undefined;
}

const mediaWords: [RegExp, string][] = [
  [/^image\//, "Picture"],
  [/^video\//, "Video"],
  [/^audio\//, "Sound"],
  [/pdf$/, "PDF"],
  [/vcard$/, "Contact card"],
  [/^text\//, "Text file"],
];

/** What an attachment is, in a word. */
export function mediaLabel(contentType: string): string {
  return mediaWords.find(([pattern]) => pattern.test(contentType))?.[1] ?? "File";
}
