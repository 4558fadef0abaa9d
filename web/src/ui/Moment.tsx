import { exact } from "../time/relative";

/** An instant as evidence: to the second, with the zone of whoever reads it. */
export function Moment({ at, className }: { at: string; className?: string }) {
  return (
    <time dateTime={at} className={`figure ${className ?? ""}`}>
      {exact(at)}
    </time>
  );
}
