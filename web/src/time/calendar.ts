/** A day without a time, "2026-11-30". Days are reckoned without a zone; a zone says on which day an instant falls. */
export type PlainDay = string;

const dayLength = 86_400_000;

const utc = (day: PlainDay): number => Date.parse(`${day}T00:00:00Z`);

export function addDays(day: PlainDay, days: number): PlainDay {
  return new Date(utc(day) + days * dayLength).toISOString().slice(0, 10);
}

/** The same day of another month, or its last day where that month is shorter. */
export function addMonths(day: PlainDay, months: number): PlainDay {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekday(day: PlainDay): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7;
}

/** The weeks, from Monday, that hold the month of `day`. */
export function weeksOf(day: PlainDay): PlainDay[][] {
  const first = `${day.slice(0, 7)}-01`;
  const start = addDays(first, -weekday(first));
  const weeks: PlainDay[][] = [];
  for (let week = start; week < addMonths(first, 1); week = addDays(week, 7))
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(week, at)));
  return weeks;
}

/** The day on which an instant falls in a zone of the IANA database, such as "America/New_York". */
export function dayIn(zone: string, instant: number): PlainDay {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** A day in words: "Monday 30 November 2026". */
export function dayName(day: PlainDay, options: Intl.DateTimeFormatOptions, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(utc(day));
}

/** A zone in words: "New York, GMT-5". The offset is the one of the instant. */
export function zoneName(zone: string, instant: number): string {
  const offset = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "shortOffset" })
    .formatToParts(instant)
    .find((part) => part.type === "timeZoneName")?.value;
  return `${zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone}, ${offset ?? "GMT"}`;
}
