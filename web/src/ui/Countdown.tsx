import type { ReactNode } from "react";
import { countdown } from "../time/countdown";
import { exact } from "../time/relative";
import { useNow } from "../time/useNow";

/** What is left of a code or link, in figures and as a bar. */
export function Countdown({ end, start, children }: { end: string; start: string; children?: ReactNode }) {
  const left = countdown(end, useNow(1000), start);
  return (
    <div className="countdown">
      <div className="row">
        <strong className="mono" role="timer" title={exact(end)}>
          {left.text}
        </strong>
        {children}
      </div>
      <div className="countdown-bar" aria-hidden="true">
        <i style={{ width: `${left.share * 100}%` }} />
      </div>
    </div>
  );
}
