export interface Day<T> {
  /** "2026-11-30" in the viewer's zone. */
  key: string;
  /** "Today", "Yesterday", "Friday 27 November", with the year where it is another one. */
  words: string;
  items: T[];
}

/** Groups by the days of the viewer's zone; the order of the items stays. */
export function byDay<T extends { at: string }>(items: readonly T[], now: number, locale?: string): Day<T>[] {
  const days = new Map<string, Day<T>>();
  for (const item of items) {
    const time = Date.parse(item.at);
    const key = dayKey(time);
    const day = days.get(key) ?? { key, words: dayWords(time, now, locale), items: [] };
    day.items.push(item);
    days.set(key, day);
  }
  return [...days.values()];
}

function dayWords(time: number, now: number, locale?: string): string {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(time) === dayKey(now)) return "Today";
  if (dayKey(time) === dayKey(yesterday.getTime())) return "Yesterday";
  return new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric",
  }).format(time);
}

function dayKey(time: number): string {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}
