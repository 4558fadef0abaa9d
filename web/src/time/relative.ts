const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long ago, short: "just now", "12 min ago", "3 h ago", "yesterday", "3 Nov", "3 Nov 2024". The future reads "in 12
 * min".
 */
export function relative(at: string, now: number, locale?: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "";
  const past = now - time;
  if (past < -30_000) return `in ${span(-past)}`;
  if (past < 45_000) return "just now";
  if (past < 22 * hour) return `${span(past)} ago`;
  if (midnights(time, now) === 1) return "yesterday";
  if (past < 22 * hour + day) return "1 day ago";
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: sameYear ? undefined : "numeric",
  }).format(time);
}

/** The exact time, for the hover: "Tue 3 Nov 2026, 14:02:31 GMT+1". */
export function exact(at: string, locale?: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "";
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(time);
}

/** The time of day: "14:02". */
export function clockTime(at: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(Date.parse(at));
}

/** A span in its largest useful unit: "40 s", "12 min", "3 h", "2 days". */
export function span(milliseconds: number): string {
  if (milliseconds < 50_000) return `${Math.max(1, Math.round(milliseconds / 1000))} s`;
  if (milliseconds < 59.5 * minute) return `${Math.max(1, Math.round(milliseconds / minute))} min`;
  if (milliseconds < 23.5 * hour) return `${Math.round(milliseconds / hour)} h`;
  const days = Math.round(milliseconds / day);
  return days === 1 ? "1 day" : `${days} days`;
}

/** How long something took, exactly: "48 s", "4 min 31 s", "1 h 2 min 9 s". */
export function lasted(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return told.join(" ") || "less than 1 s";
}

function midnights(from: number, to: number): number {
  const start = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((start(to) - start(from)) / day);
}

/** How long something takes by now, as a clock counts up: "4:31", "1:02:09". */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = hours > 0 ? [hours, pad(minutes)] : [minutes];
  return [...parts, pad(seconds % 60)].join(":");
}

function pad(part: number): string {
  return String(part).padStart(2, "0");
}
