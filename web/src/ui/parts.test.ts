import { describe, expect, it } from "vitest";
import { turned } from "./DataTable";
import { differences } from "./DiffView";
import { sameName } from "./TypeTheName";

describe("a name that is typed", () => {
  it.each([
    ["Ana Torres", "Ana Torres", true],
    [" ana  torres ", "Ana Torres", true],
    ["Ana Torre", "Ana Torres", false],
    ["", "Ana Torres", false],
    ["Zoë", "Zoe\u0308", true],
  ])("%j for %j: %s", (typed, name, same) => expect(sameName(typed, name)).toBe(same));
});

describe("a sort", () => {
  it("begins upwards and turns round", () => {
    expect(turned(undefined, "name")).toEqual({ by: "name", direction: "up" });
    expect(turned({ by: "name", direction: "up" }, "name")).toEqual({ by: "name", direction: "down" });
    expect(turned({ by: "name", direction: "down" }, "when")).toEqual({ by: "when", direction: "up" });
  });
});

describe("differences", () => {
  it("name what changed, in words", () => {
    expect(
      differences(
        { minutes: "Minutes", note: "Note", ways: "Ways", same: "Same" },
        { minutes: 5, note: false, ways: ["a", "b"], same: 1 },
        { minutes: 3, note: true, ways: [], same: 1 },
      ),
    ).toEqual([
      { field: "Minutes", before: "5", after: "3" },
      { field: "Note", before: "no", after: "yes" },
      { field: "Ways", before: "a, b", after: undefined },
    ]);
  });
});
