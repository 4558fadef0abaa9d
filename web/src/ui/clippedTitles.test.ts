import { describe, expect, it } from "vitest";
import { wholeText } from "./clippedTitles";

describe("a text that is cut off", () => {
  it("is shown whole", () =>
    expect(wholeText({ scrollWidth: 300, clientWidth: 120, textContent: " Ada Castillo, Lakeside Realty " })).toBe(
      "Ada Castillo, Lakeside Realty",
    ));
  it("is not said twice where all of it is seen", () =>
    expect(wholeText({ scrollWidth: 120, clientWidth: 120, textContent: "Ada" })).toBeUndefined());
});
