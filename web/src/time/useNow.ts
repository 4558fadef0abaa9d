import { useEffect, useState } from "react";
import { now } from "./clock";

/** The current time, updated every `every` milliseconds while `running`. */
export function useNow(every = 15_000, running = true): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    if (!running) return;
    setTime(now());
    const timer = setInterval(() => setTime(now()), every);
    return () => clearInterval(timer);
  }, [every, running]);
  return time;
}
