import { describe, expect, it } from "vitest";
import { ProblemError, unreachable } from "./problem";
import { notUndone } from "./useUndoToast";

describe("an act that could not be taken back", () => {
  it("says why in the words of the API where something stands in the way", () => {
    const taken = new ProblemError({
      status: 409,
      code: "conflict",
      detail: "Another profile has this name by now. Rename that one first.",
    });
    expect(notUndone(taken)).toBe(
      "It was not taken back. Another profile has this name by now. Rename that one first.",
    );
  });

  it("says what to do where nothing answers", () =>
    expect(notUndone(unreachable())).toBe(
      "It was not taken back. Countersign does not answer. Check your connection. Nothing was lost; try again in a moment.",
    ));
});
