import { exact, relative } from "../time/relative";
import { useNow } from "../time/useNow";

/** A time: relative to read, exact on hover. */
export function When({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)} className={`nowrap ${className ?? ""}`}>
      {relative(at, now)}
    </time>
  );
}
