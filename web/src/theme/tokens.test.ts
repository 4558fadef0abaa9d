import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrast, parse } from "./accent";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const token = (name: string): { light: string; dark: string } => {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (!found) throw new Error(`no token --${name}`);
  return { light: found[1]!, dark: found[2]! };
};

const surfaces = ["bg", "card", "hover", "field"];
const texts = ["ink", "soft", "faint"];
const pairs = [
  ...texts.flatMap((text) => surfaces.map((surface) => [text, surface, 4.5] as const)),
  ...["ok", "warn", "bad", "info"].flatMap((tone) => [
    [tone, `${tone}-bg`, 4.5] as const,
    [tone, "card", 4.5] as const,
    ["ink", `${tone}-bg`, 4.5] as const,
  ]),
  ["brand", "card", 4.5] as const,
  ["brand-ink", "brand", 4.5] as const,
  ["line-strong", "card", 3] as const,
  ["line-strong", "field", 3] as const,
];

describe("tokens", () => {
  it.each(pairs)("%s on %s holds %d:1 in light and dark", (text, surface, wanted) => {
    for (const theme of ["light", "dark"] as const) {
      expect(contrast(parse(token(text)[theme])!, parse(token(surface)[theme])!), theme).toBeGreaterThanOrEqual(wanted);
    }
  });
});
