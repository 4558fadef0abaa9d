/**
 * The characters of one septet in the default alphabet of GSM 7-bit (3GPP TS 23.038, 6.2.1), and those that take two.
 */
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extended = new Set("\f^{}\\[~]|€");

export interface Segments {
  encoding: "GSM-7" | "UCS-2";
  /** Septets with GSM-7, 16-bit units with UCS-2. */
  units: number;
  /** The parts a text is sent and paid in, at least 1. */
  count: number;
  /** Units that still fit into the last part. */
  left: number;
}

/**
 * Counts the parts of a text: 160 septets or 70 units in one, 153 or 67 in each of several (3GPP TS 23.040, 9.2.3.24).
 * An escape or a surrogate pair is never cut, so a part may end one short.
 */
export function segments(text: string): Segments {
  const signs = [...text];
  const gsm = signs.every((sign) => basic.has(sign) || extended.has(sign));
  const [single, several] = gsm ? [160, 153] : [70, 67];
  const width = (sign: string) => (gsm ? (extended.has(sign) ? 2 : 1) : sign.length);
  let units = 0;
  let count = 1;
  let room = several;
  for (const sign of signs) {
    const wide = width(sign);
    units += wide;
    if (wide > room) {
      count += 1;
      room = several;
    }
    room -= wide;
  }
  const one = units <= single;
  return { encoding: gsm ? "GSM-7" : "UCS-2", units, count: one ? 1 : count, left: one ? single - units : room };
}

/** The characters that force a text into UCS-2, each once, in their order. */
export function costly(text: string): string[] {
  return [...new Set([...text].filter((sign) => !basic.has(sign) && !extended.has(sign)))];
}
