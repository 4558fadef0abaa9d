import type { Message } from "../../api/types";

export interface Day {
  /** Local, "2026-01-31". */
  date: string;
  messages: Message[];
}

/** Messages, oldest first, by local days. */
export function byDay(messages: readonly Message[]): Day[] {
  const days: Day[] = [];
  for (const message of [...messages].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const date = localDate(new Date(message.at));
    const last = days.at(-1);
    if (last?.date === date) last.messages.push(message);
    else days.push({ date, messages: [message] });
  }
  return days;
}

/** "Today", "Yesterday", else "Tuesday 3 November". */
export function dayLabel(date: string, now: number, locale?: string): string {
  const today = new Date(now);
  if (date === localDate(today)) return "Today";
  if (date === localDate(new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1))) return "Yesterday";
  const day = new Date(`${date}T00:00:00`);
  return new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: day.getFullYear() === today.getFullYear() ? undefined : "numeric",
  }).format(day);
}

function localDate(at: Date): string {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
