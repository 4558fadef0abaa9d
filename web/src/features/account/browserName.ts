/** Browsers by the mark that only they write of themselves; those that also write another's come first. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: readonly [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Macintosh|Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** A browser in words, by how it calls itself: "Chrome on Windows". */
export function browserName(agent: string | undefined): string {
  const first = (all: readonly [RegExp, string][]) => all.find(([mark]) => agent && mark.test(agent))?.[1];
  const browser = first(browsers) ?? "Unknown browser";
  const system = first(systems);
  return system ? `${browser} on ${system}` : browser;
}
