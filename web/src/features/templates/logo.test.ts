import { describe, expect, it } from "vitest";
import { largestLogo, readLogo } from "./logo";

describe("a logo", () => {
  it("becomes a data URL", async () =>
    expect(await readLogo(new File([new Uint8Array([137, 80, 78, 71])], "l.png", { type: "image/png" }))).toEqual({
      logo: "data:image/png;base64,iVBORw==",
    }));
  it("may have 10 KB and not a byte more", async () => {
    expect(await readLogo(new File([new Uint8Array(largestLogo)], "l.png", { type: "image/png" }))).toHaveProperty(
      "logo",
    );
    expect(await readLogo(new File([new Uint8Array(largestLogo + 1)], "l.png", { type: "image/png" }))).toHaveProperty(
      "complaint",
    );
  });
  it("is no SVG, which can carry scripts", async () =>
    expect(await readLogo(new File(["<svg/>"], "l.svg", { type: "image/svg+xml" }))).toHaveProperty("complaint"));
});
