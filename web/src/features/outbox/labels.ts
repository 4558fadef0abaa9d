import type { TicketWrite, TicketWriteStatus } from "../../api/types";

export const writeStatus: Record<
  TicketWriteStatus,
  { label: string; tone: "ok" | "warn" | "bad" | "info"; mark: string }
> = {
  queued: { label: "Waiting", tone: "info", mark: "○" },
  written: { label: "Written", tone: "ok", mark: "✓" },
  maybe_written: { label: "Maybe written", tone: "warn", mark: "?" },
  failed: { label: "Failed", tone: "bad", mark: "✕" },
};

const kinds: Record<TicketWrite["kind"], string> = { note: "Note", status: "Status", attachment: "Attachment" };
const subjects: Record<TicketWrite["subject"], string> = {
  verification: "verification",
  technician_verification: "technician verification",
  conversation: "conversation",
};

/** The kind and subject of a write: "Note of a verification". */
export function writeLabel(write: Pick<TicketWrite, "kind" | "subject">): string {
  return `${kinds[write.kind]} of a ${subjects[write.subject]}`;
}

/** "1 try", "3 tries"; nothing before the first. */
export function triesLabel(attempts: number): string {
  return attempts === 0 ? "" : attempts === 1 ? "1 try" : `${attempts} tries`;
}

/** What an admin can do about a write: only failed and uncertain ones need action. */
export function mendable(status: TicketWriteStatus): { again: boolean; dismiss: boolean } {
  return { again: status === "failed" || status === "maybe_written", dismiss: status === "maybe_written" };
}

/** The number that was counted: "3", "100+", nothing for none. */
export function countLabel(
  pages: readonly ({ items: readonly unknown[]; next_cursor?: string | undefined } | undefined)[],
): string {
  const counted = pages.reduce((sum, page) => sum + (page?.items.length ?? 0), 0);
  if (counted === 0) return "";
  return pages.some((page) => page?.next_cursor) ? `${counted}+` : String(counted);
}
