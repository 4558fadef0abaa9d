export interface Countdown {
  /** "4:31"; "0:00" at the end. */
  text: string;
  /** What is left of the whole, 1 to 0. */
  share: number;
  over: boolean;
}

/** What is left until `end`, of a span that began at `start`. */
export function countdown(end: string, now: number, start?: string): Countdown {
  const left = Math.max(0, Date.parse(end) - now);
  const whole = start ? Date.parse(end) - Date.parse(start) : left;
  return { text: minutes(left), share: whole > 0 ? Math.min(1, left / whole) : 0, over: left === 0 };
}

/** Whole seconds until an instant, at least 0; an absent instant has passed. */
export function secondsUntil(at: string | undefined, now: number): number {
  return at ? Math.max(0, Math.ceil((Date.parse(at) - now) / 1000)) : 0;
}

/** Rounds up, so that "0:01" is shown until the last moment. */
function minutes(left: number): string {
  const seconds = Math.ceil(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
