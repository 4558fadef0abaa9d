import { describe, expect, it } from "vitest";
import { countLabel, mendable, triesLabel, writeLabel } from "./labels";

describe("the outbox", () => {
  it("names what is written", () =>
    expect([
      writeLabel({ kind: "note", subject: "verification" }),
      writeLabel({ kind: "attachment", subject: "conversation" }),
    ]).toEqual(["Note of a verification", "Attachment of a conversation"]));
  it("lets people mend only what needs them", () => {
    expect(mendable("failed")).toEqual({ again: true, dismiss: false });
    expect(mendable("maybe_written")).toEqual({ again: true, dismiss: true });
    for (const status of ["queued", "written"] as const)
      expect(mendable(status)).toEqual({ again: false, dismiss: false });
  });
  it("counts tries", () => expect([0, 1, 4].map(triesLabel)).toEqual(["", "1 try", "4 tries"]));
  it("counts over pages, and says when there are more", () => {
    expect(countLabel([undefined])).toBe("");
    expect(countLabel([{ items: [] }, { items: [1, 2] }])).toBe("2");
    expect(countLabel([{ items: [1] }, { items: [1, 2], next_cursor: "n" }])).toBe("3+");
  });
});
