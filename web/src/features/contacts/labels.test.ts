import { describe, expect, it } from "vitest";
import { isCooling } from "../../api/shields";
import { sourceLabel } from "../../ui/Sources";
import { looksTheSame, originLabel, sameBy, totalWords } from "./labels";

const noon = Date.parse("2026-11-20T12:00:00Z");

describe("where a number comes from", () => {
  it.each([
    ["manual", "Priya", "Typed by Priya"],
    ["manual", "", "Typed by hand"],
    ["import", "Priya", "From a CSV, by Priya"],
    ["ConnectWise", "ConnectWise", "From ConnectWise"],
    ["ConnectWise", "", "From ConnectWise"],
    ["psa", "ConnectWise", "From ConnectWise"],
    ["psa", "", "From a PSA"],
  ])("%s by %j: %s", (source, added_by, words) => expect(originLabel({ source, added_by })).toBe(words));
  it("cools until its instant and no longer", () =>
    expect(
      [undefined, "2026-11-20T12:00:01Z", "2026-11-20T12:00:00Z"].map((cooling_until) =>
        isCooling({ cooling_until }, noon),
      ),
    ).toEqual([false, true, false]));
  it("says by what two people look alike", () =>
    expect([
      sameBy({ by: ["email"] }),
      sameBy({ by: ["email", "mobile"] }),
      sameBy({ by: ["email", "mobile", "phone"] }),
    ]).toEqual(["the same e-mail", "the same e-mail and mobile", "the same e-mail, mobile and phone"]));
  it("takes a shared office line for no proof", () =>
    expect([
      looksTheSame({ by: ["phone"] }),
      looksTheSame({ by: ["phone", "email"] }),
      looksTheSame({ by: ["mobile"] }),
    ]).toEqual([false, true, true]));
  it("names the PSA, its id, and that somebody is gone there", () =>
    expect(sourceLabel({ name: "Halo", kind: "halo", external_id: "17", gone: true })).toBe("Halo · 17 · gone there"));
});

it.each([
  [undefined, false, 7113, "7,113 on file"],
  [312, false, 7113, "312 of 7,113"],
  [50, true, 7113, "more than 50 of 7,113"],
  [0, false, 7113, "0 of 7,113"],
  [3, false, undefined, ""],
] as const)("a list of %s, more: %s, of %s says %s", (found, more, total, words) =>
  expect(totalWords(found, more, total)).toBe(words),
);
