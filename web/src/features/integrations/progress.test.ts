import { describe, expect, it } from "vitest";
import type { Sync } from "../../api/types";
import { counted } from "../../ui/figures";
import { duration, forward, isOpen, isRunning, type Progress, paceLabel, shareOf } from "./progress";

const began = Date.parse("2026-11-20T12:00:00Z");
const at = (seconds: number) => new Date(began + seconds * 1000).toISOString();
const sync = (part: Partial<Sync> = {}): Sync => ({
  id: "s",
  status: "running",
  mode: "reconciliation",
  phase: "contacts",
  pages: 1,
  companies: 10,
  contacts: 0,
  changed: 0,
  flagged: 0,
  revoked: 0,
  requests: 2,
  started_at: at(0),
  updated_at: at(1),
  ...part,
});

describe("the progress of a sync", () => {
  it("grows with the contacts that are in, and is whole at the end", () => {
    expect(shareOf(sync({ contacts: 0, remaining: 100 }))).toBeCloseTo(0.06);
    expect(shareOf(sync({ contacts: 50, remaining: 50 }))).toBeCloseTo(0.5);
    expect(shareOf(sync({ phase: "deletions", contacts: 100 }))).toBeCloseTo(0.94);
    expect(shareOf(sync({ phase: "finished" }))).toBe(1);
  });
  it("is not known while nothing says how many there are", () => {
    expect(shareOf(sync({ contacts: 50 }))).toBeUndefined();
    expect(shareOf(sync({ phase: "companies" }))).toBeUndefined();
  });
  it("never jumps back within a sync, whatever comes", () => {
    const answers = [
      sync({ contacts: 10, remaining: 90 }),
      sync({ contacts: 60, remaining: 40 }),
      sync({ contacts: 40, remaining: 60 }),
      sync({ contacts: 60, remaining: 940 }),
      sync({ contacts: 70 }),
      sync({ phase: "companies" }),
      sync({ phase: "deletions" }),
      sync({ contacts: 1, remaining: 99 }),
    ];
    let shown: Progress | undefined;
    let before = 0;
    for (const answer of answers) {
      shown = forward(shown, answer);
      expect(shown.share).toBeGreaterThanOrEqual(before);
      before = shown.share ?? before;
    }
    expect(before).toBeCloseTo(0.94);
  });
  it("begins anew with the next sync", () =>
    expect(forward({ id: "before", share: 0.9 }, sync({ contacts: 0, remaining: 10 })).share).toBeCloseTo(0.06));
  it("starts from what is known first", () =>
    expect(forward({ id: "s", share: undefined }, sync({ contacts: 50, remaining: 50 })).share).toBeCloseTo(0.5));
});

describe("a sync in words", () => {
  it.each([
    [sync({ rate: 321.7, remaining: 6500 }), "322 rows a second, about 20 s to go"],
    [sync({ rate: 1.2 }), "1 row a second"],
    [sync({ rate: 0 }), ""],
    [sync(), ""],
    [sync({ rate: 1500, remaining: 0 }), "1,500 rows a second"],
  ])("says how fast it goes", (each, words) => expect(paceLabel(each)).toBe(words));
  it.each([
    [0.4, "under 1 s"],
    [12, "12 s"],
    [59.6, "1 min 0 s"],
    [220, "3 min 40 s"],
    [3 * 3600 + 120, "3 h 2 min"],
  ])("after %d s says %s", (seconds, words) =>
    expect(duration(sync({ status: "completed", finished_at: at(seconds) }), began)).toBe(words),
  );
  it("counts on while it runs, and stands still where it stopped", () => {
    expect(duration(sync(), began + 5000)).toBe("5 s");
    expect(duration(sync({ status: "failed", updated_at: at(7) }), began + 90_000)).toBe("7 s");
  });
  it("counts things", () =>
    expect([
      counted(1, "contact"),
      counted(1204, "contact"),
      counted(1, "company", "companies"),
      counted(0, "company", "companies"),
    ]).toEqual(["1 contact", "1,204 contacts", "1 company", "0 companies"]));
  it("runs or does not", () =>
    expect([isRunning(sync()), isRunning(sync({ status: "paused" })), isRunning(undefined)]).toEqual([
      true,
      false,
      false,
    ]));
  it("goes on by itself while it is open", () =>
    expect([
      isOpen(sync()),
      isOpen(sync({ status: "paused" })),
      isOpen(sync({ status: "failed" })),
      isOpen(undefined),
    ]).toEqual([true, true, false, false]));
});
