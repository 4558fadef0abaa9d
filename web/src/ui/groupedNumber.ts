/** The country codes of two digits; ITU-T E.164 gives zones 1 and 7 one digit, and all others three. */
const two =
  "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98".split(
    " ",
  );

/** A number of E.164 as people read it, grouped like the masked ones: "+1 415 555 0134". What is none stays as it is. */
export function groupedNumber(number: string): string {
  const digits = /^\+([1-9]\d{6,14})$/.exec(number)?.[1];
  if (!digits) return number;
  const code = /^[17]/.test(digits) ? 1 : two.includes(digits.slice(0, 2)) ? 2 : 3;
  return [`+${digits.slice(0, code)}`, ...groups(digits.slice(code))].join(" ");
}

/** In threes from the right, the last group with four. */
function groups(digits: string): string[] {
  const parts = [digits.slice(-4)];
  for (let rest = digits.slice(0, -4); rest; rest = rest.slice(0, -3)) parts.unshift(rest.slice(-3));
  // One digit alone is read with its neighbours.
  const [first = "", second, ...others] = parts;
  return first.length === 1 && second !== undefined ? [first + second, ...others] : parts;
}
