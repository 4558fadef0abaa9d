import { describe, expect, it } from "vitest";
import { accents, contrast, parse } from "./accent";

const cards = { light: parse("#ffffff")!, dark: parse("#161a20")! };

describe("an MSP's accent", () => {
  it.each(["#2f5bea", "#ffff00", "#000000", "#ffffff", "#808080", "#777777", "#e11d48", "#00b894", "#0e1115"])(
    "%s reads well on light and dark",
    (colour) => {
      const fitted = accents(colour)!;
      for (const theme of ["light", "dark"] as const) {
        const { fill, ink, text } = fitted[theme];
        expect(contrast(parse(text)!, cards[theme])).toBeGreaterThanOrEqual(4.5);
        expect(contrast(parse(fill)!, parse(ink)!)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it("leaves a good colour alone", () => expect(accents("#2f5bea")!.light.fill).toBe("#2f5bea"));
  it("refuses what is not #rrggbb", () => expect(accents("red; background: url(x)")).toBeUndefined());
});
