import { describe, expect, it } from "vitest";
import { ringsFirst } from "./ring";

function memory(kept: Record<string, string> = {}) {
  return {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
  };
}

describe("what rings", () => {
  it("rings once, in one tab of several", () => {
    const storage = memory();
    expect(["a", "a", "b", "a"].map((id) => ringsFirst(id, storage))).toEqual([true, false, true, false]);
  });
  it("rings on after what is kept was spoilt", () =>
    expect(ringsFirst("a", memory({ "countersign.rung": "{" }))).toBe(true));
  it("forgets the oldest", () => {
    const storage = memory();
    for (let at = 0; at < 60; at++) ringsFirst(String(at), storage);
    expect([ringsFirst("59", storage), ringsFirst("0", storage)]).toEqual([false, true]);
  });
});
