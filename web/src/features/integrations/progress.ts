import type { Sync } from "../../api/types";
import { span } from "../../time/relative";
import { count } from "../../ui/figures";

export function isRunning(sync: Sync | undefined): boolean {
  return sync?.status === "running";
}

/** True for a sync that goes on by itself, now or after what it waits for. */
export function isOpen(sync: Sync | undefined): boolean {
  return sync?.status === "running" || sync?.status === "paused";
}

/** What a sync does in each phase, as it happens. */
export const phaseLabel: Record<Sync["phase"], string> = {
  companies: "Reading companies",
  contacts: "Reading contacts",
  deletions: "Looking for who is gone",
  finished: "Done",
};

export const modeLabel: Record<Sync["mode"], { label: string; says: string }> = {
  full: { label: "First", says: "Everybody, for the first time" },
  incremental: { label: "Changes", says: "What changed since the last one" },
  reconciliation: { label: "Everybody", says: "Everybody again, to see who is gone" },
};

export const syncLabel: Record<
  Sync["status"],
  { label: string; tone: "ok" | "warn" | "bad" | "info" | ""; mark: string }
> = {
  running: { label: "Running", tone: "info", mark: "◐" },
  paused: { label: "Paused", tone: "warn", mark: "‖" },
  completed: { label: "Completed", tone: "ok", mark: "✓" },
  failed: { label: "Failed", tone: "bad", mark: "✕" },
};

/** Where each phase begins and its share of the whole. Contacts are nearly all of the work. */
const phaseSpan: Record<Sync["phase"], [from: number, length: number]> = {
  companies: [0, 0.06],
  contacts: [0.06, 0.88],
  deletions: [0.94, 0.05],
  finished: [1, 0],
};

/**
 * The progress of a sync, 0 to 1; undefined while the total is unknown. The remaining number is known only where the
 * PSA's contacts were counted before.
 */
export function shareOf(sync: Sync): number | undefined {
  const [from, length] = phaseSpan[sync.phase];
  if (sync.phase === "companies" || sync.phase === "deletions" || sync.phase === "finished")
    return sync.remaining === undefined && sync.phase === "companies" ? undefined : from;
  if (sync.remaining === undefined) return undefined;
  const all = sync.contacts + sync.remaining;
  return all === 0 ? from : from + length * (sync.contacts / all);
}

export interface Progress {
  id: string;
  share: number | undefined;
}

/**
 * The progress to show: within one sync it never goes back, however late an answer comes or however much the list grew.
 */
export function forward(before: Progress | undefined, sync: Sync): Progress {
  const share = shareOf(sync);
  if (before?.id !== sync.id || before.share === undefined) return { id: sync.id, share };
  return { id: sync.id, share: Math.max(before.share, share ?? 0) };
}

/**
 * How fast it goes, and how long it will take from here, as far as one can tell: "1,200 rows a second, about 2 min to
 * go".
 */
export function paceLabel(sync: Sync): string {
  if (!sync.rate || sync.rate <= 0) return "";
  const rate = `${count(Math.max(1, Math.round(sync.rate)))} ${Math.round(sync.rate) <= 1 ? "row" : "rows"} a second`;
  return sync.remaining ? `${rate}, about ${span((sync.remaining / sync.rate) * 1000)} to go` : rate;
}

/** How long a sync took, or has taken by now. */
export function duration(sync: Sync, now: number): string {
  const end = sync.finished_at
    ? Date.parse(sync.finished_at)
    : isRunning(sync)
      ? now
      : Date.parse(sync.updated_at ?? sync.started_at);
  const elapsed = Math.max(0, end - Date.parse(sync.started_at));
  if (elapsed < 1000) return "under 1 s";
  const seconds = Math.round(elapsed / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
