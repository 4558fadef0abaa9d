/**
 * Makes an MSP's accent fit for light and dark surfaces. WCAG 2.2: 1.4.3 asks 4.5:1 of text, 1.4.11 asks 3:1 of
 * controls.
 */
type Rgb = [number, number, number];

const lightCard: Rgb = [255, 255, 255];
const darkCard: Rgb = [22, 26, 32];
const darkInk = "#0d1220";

export interface Accent {
  /** Fill of primary buttons and focus rings. */
  fill: string;
  /** Text on that fill. */
  ink: string;
  /** The accent as text on a card. */
  text: string;
}

/** The accent for both themes; undefined when the colour is not #rrggbb. */
export function accents(colour: string): { light: Accent; dark: Accent } | undefined {
  const rgb = parse(colour);
  if (!rgb) return undefined;
  return { light: fitAccent(rgb, lightCard, [0, 0, 0]), dark: fitAccent(rgb, darkCard, [255, 255, 255]) };
}

export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export function parse(colour: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!digits) return undefined;
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as Rgb;
}

function fitAccent(rgb: Rgb, card: Rgb, towards: Rgb): Accent {
  const fill = reach(rgb, card, towards, 3);
  const white: Rgb = [255, 255, 255];
  const dark = parse(darkInk) as Rgb;
  const ink = contrast(fill, white) >= 4.5 || contrast(fill, white) >= contrast(fill, dark) ? "#ffffff" : darkInk;
  // A medium fill gives neither ink enough contrast; it is shifted until one does.
  const firm =
    contrast(fill, parse(ink) as Rgb) >= 4.5
      ? fill
      : reach(fill, parse(ink) as Rgb, ink === "#ffffff" ? [0, 0, 0] : white, 4.5);
  return { fill: hex(firm), ink, text: hex(reach(rgb, card, towards, 4.5)) };
}

function reach(rgb: Rgb, against: Rgb, towards: Rgb, wanted: number): Rgb {
  for (let step = 0; step <= 20; step++) {
    const mixed = rgb.map((part, i) => Math.round(part + ((towards[i] ?? 0) - part) * (step / 20))) as Rgb;
    if (contrast(mixed, against) >= wanted) return mixed;
  }
  return towards;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
