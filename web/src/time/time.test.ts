import { afterEach, describe, expect, it } from "vitest";
import { noteServerTime, now } from "./clock";
import { countdown, secondsUntil } from "./countdown";
import { lasted, relative, span } from "./relative";

const noon = new Date(2026, 10, 20, 12, 0, 0).getTime();
const ago = (milliseconds: number) => relative(new Date(noon - milliseconds).toISOString(), noon, "en-GB");
const second = 1000,
  minute = 60 * second,
  hour = 60 * minute,
  day = 24 * hour;

describe("relative time", () => {
  it.each([
    [0, "just now"],
    [44 * second, "just now"],
    [46 * second, "46 s ago"],
    [12 * minute, "12 min ago"],
    [59 * minute, "59 min ago"],
    [60 * minute, "1 h ago"],
    [3 * hour, "3 h ago"],
    [13 * hour, "13 h ago"],
    [23 * hour, "yesterday"],
    [35 * hour, "yesterday"],
    [17 * day, "3 Nov"],
    [400 * day, "16 Oct 2025"],
    [-12 * minute, "in 12 min"],
    [-10 * second, "just now"],
  ])("%d ms ago reads %s", (past, words) => expect(ago(past)).toBe(words));

  it("says nothing of what is no time", () => expect(relative("soon", noon)).toBe(""));
  it.each([
    [500, "1 s"],
    [49 * second, "49 s"],
    [50 * second, "1 min"],
    [90 * minute, "2 h"],
    [47 * hour, "2 days"],
    [day, "1 day"],
  ])("%d ms span %s", (length, words) => expect(span(length)).toBe(words));
  it.each([
    [400, "less than 1 s"],
    [47_600, "48 s"],
    [4 * minute + 31 * second, "4 min 31 s"],
    [hour, "1 h"],
    [hour + 2 * minute + 9 * second, "1 h 2 min 9 s"],
  ])("%d ms lasted %s", (length, words) => expect(lasted(length)).toBe(words));
});

describe("countdown", () => {
  const end = new Date(noon + 5 * minute).toISOString();
  const start = new Date(noon).toISOString();
  it.each([
    [0, "5:00", 1, false],
    [29 * second, "4:31", 0.9, false],
    [299_400, "0:01", 0, false],
    [300_000, "0:00", 0, true],
    [400_000, "0:00", 0, true],
  ])("after %d ms reads %s", (passed, text, share, over) => {
    const left = countdown(end, noon + passed, start);
    expect(left.text).toBe(text);
    expect(left.over).toBe(over);
    expect(left.share).toBeCloseTo(share, 1);
  });
  it("is whole when it just began, and never negative", () => {
    expect(countdown(end, noon).share).toBe(1);
    expect(secondsUntil(end, noon + 10 * minute)).toBe(0);
    expect(secondsUntil(undefined, noon)).toBe(0);
    expect(secondsUntil(end, noon + 1)).toBe(300);
  });
});

describe("the server's clock", () => {
  afterEach(() => noteServerTime(new Date().toUTCString()));
  it("corrects a machine that is minutes off", () => {
    const local = Date.now();
    noteServerTime(new Date(local + 3 * minute).toUTCString(), local);
    expect(now() - Date.now()).toBeGreaterThan(2.9 * minute);
  });
  it("leaves a right one alone, and an answer without a date", () => {
    noteServerTime(new Date().toUTCString());
    noteServerTime(null);
    expect(Math.abs(now() - Date.now())).toBeLessThan(5);
  });
});
