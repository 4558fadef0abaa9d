/** A future instant by day and time, because a distance would not say when to call again. */
export function ExactTime({ at }: { at: string }) {
  const words = new Intl.DateTimeFormat(undefined, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(Date.parse(at));
  return (
    <time dateTime={at} className="nowrap">
      {words}
    </time>
  );
}
