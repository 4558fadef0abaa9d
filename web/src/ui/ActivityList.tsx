import type { ReactNode } from "react";
import { byDay } from "../time/days";
import { clockTime, exact } from "../time/relative";
import { useNow } from "../time/useNow";
import "./ActivityList.css";

export interface Activity {
  id: string;
  /** RFC 3339. */
  at: string;
  what: ReactNode;
}

/** What happened, newest first, under the days of the viewer's zone. */
export function ActivityList({ label, items }: { label: string; items: readonly Activity[] }) {
  const now = useNow(60_000);
  return (
    <section className="activity" aria-label={label}>
      {byDay(items, now).map((day) => (
        <div key={day.key}>
          <h3>{day.words}</h3>
          <ul>
            {day.items.map((item) => (
              <li key={item.id}>
                <time dateTime={item.at} title={exact(item.at)}>
                  {clockTime(item.at)}
                </time>
                <div>{item.what}</div>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
