import { describe, expect, it, vi } from "vitest";
import { endedByItself, noteSignedIn, noteSignedOut } from "./ended";

function tab() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("a session that ended", () => {
  it("is told of only where somebody was signed in", () => {
    const storage = tab();
    expect(endedByItself(storage)).toBe(false);
    noteSignedIn(storage);
    expect(endedByItself(storage)).toBe(true);
  });

  it("is told of nowhere, and breaks nothing, where the browser gives no storage", () => {
    const refused = Object.defineProperty({}, "sessionStorage", {
      get: () => {
        throw new DOMException("no storage here", "SecurityError");
      },
    });
    vi.stubGlobal("window", refused);
    noteSignedIn();
    expect(endedByItself()).toBe(false);
    noteSignedOut();
    vi.unstubAllGlobals();
  });

  it("is not told of to whoever signed out", () => {
    const storage = tab();
    noteSignedIn(storage);
    noteSignedOut(storage);
    expect(endedByItself(storage)).toBe(false);
  });
});
