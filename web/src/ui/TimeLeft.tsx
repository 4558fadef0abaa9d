import { countdown } from "../time/countdown";
import { useNow } from "../time/useNow";

/** What is left of an open verification's code. */
export function TimeLeft({ end }: { end: string }) {
  const left = countdown(end, useNow(1000));
  return <span className="mono soft">{left.over ? "ran out" : left.text}</span>;
}
