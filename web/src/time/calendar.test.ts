import { describe, expect, it } from "vitest";
import { addDays, addMonths, dayIn, weekday, weeksOf, zoneName } from "./calendar";
import { byDay } from "./days";

describe("a calendar", () => {
  it.each([
    ["2026-11-30", 1, "2026-12-01"],
    ["2026-03-01", -1, "2026-02-28"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-10-25", 1, "2026-10-26"], // a day of 25 hours in Europe
  ])("%s and %d days is %s", (day, days, wanted) => expect(addDays(day, days)).toBe(wanted));

  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2026-01-31", -2, "2025-11-30"],
    ["2026-12-15", 1, "2027-01-15"],
  ])("%s and %d months is %s", (day, months, wanted) => expect(addMonths(day, months)).toBe(wanted));

  it("begins its weeks on Monday and holds the whole month", () => {
    const weeks = weeksOf("2026-11-30");
    expect(weeks[0]?.[0]).toBe("2026-10-26");
    expect(weeks.at(-1)).toContain("2026-11-30");
    expect(weeks.every((week) => week.length === 7 && weekday(week[0]!) === 0)).toBe(true);
    expect(weeksOf("2027-02-10")).toHaveLength(4);
  });

  it("puts an instant on the day of the zone", () => {
    const instant = Date.parse("2026-12-01T03:00:00Z");
    expect(dayIn("America/New_York", instant)).toBe("2026-11-30");
    expect(dayIn("Asia/Tokyo", instant)).toBe("2026-12-01");
    expect(zoneName("America/New_York", instant)).toBe("New York, GMT-5");
    expect(zoneName("America/New_York", Date.parse("2026-07-01T00:00:00Z"))).toBe("New York, GMT-4");
  });
});

describe("a list by days", () => {
  const now = new Date(2026, 10, 30, 12).getTime();
  const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });
  it("has heads in words, in the order of the items", () => {
    const days = byDay([at(30, 11), at(30, 1), at(29, 23), at(27, 8)], now, "en-GB");
    expect(days.map((day) => [day.words, day.items.length])).toEqual([
      ["Today", 2],
      ["Yesterday", 1],
      ["Friday 27 November", 1],
    ]);
  });
});
