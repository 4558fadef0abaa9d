import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { addDays, addMonths, dayIn, dayName, type PlainDay, weekday, weeksOf, zoneName } from "../time/calendar";
import { useNow } from "../time/useNow";
import "./CalendarGrid.css";

interface Props {
  /** The chosen day; its month is shown. */
  day: PlainDay;
  onDay: (day: PlainDay) => void;
  /** The zone whose days these are, named above the grid. */
  zone: string;
  /** What a day holds. */
  children?: (day: PlainDay) => ReactNode;
}

/**
 * A month of days. Arrow keys move by a day or a week, Home and End within the week, Page Up and Page Down by a month
 * (ARIA grid).
 */
export function CalendarGrid({ day, onDay, zone, children }: Props) {
  const now = useNow(60_000);
  const id = useId();
  const grid = useRef<HTMLTableElement>(null);
  const today = dayIn(zone, now);
  const weeks = weeksOf(day);
  const go = (next: PlainDay) => {
    onDay(next);
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = afterKey(event.key, day);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    go(next);
  };
  return (
    <div className="calendar">
      <div className="row wrap">
        <h2 id={id} className="grow" aria-live="polite">
          {dayName(day, { month: "long", year: "numeric" })}
        </h2>
        <span className="soft">{zoneName(zone, now)}</span>
        <button type="button" className="quiet" onClick={() => onDay(today)}>
          Today
        </button>
        <button type="button" className="icon" aria-label="Month before" onClick={() => onDay(addMonths(day, -1))}>
          ‹
        </button>
        <button type="button" className="icon" aria-label="Month after" onClick={() => onDay(addMonths(day, 1))}>
          ›
        </button>
      </div>
      <table role="grid" aria-labelledby={id} ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weeks[0]?.map((each) => (
              <th key={each} scope="col" abbr={dayName(each, { weekday: "long" })}>
                {dayName(each, { weekday: "short" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((each) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus (ARIA grid)
                <td
                  key={each}
                  role="gridcell"
                  aria-selected={each === day}
                  className={each.slice(0, 7) === day.slice(0, 7) ? undefined : "other"}
                >
                  <button
                    type="button"
                    data-day={each}
                    tabIndex={each === day ? 0 : -1}
                    aria-label={dayName(each, { weekday: "long", day: "numeric", month: "long", year: "numeric" })}
                    aria-current={each === today ? "date" : undefined}
                    onClick={() => go(each)}
                  >
                    {Number(each.slice(8))}
                  </button>
                  {children && <div className="entries">{children(each)}</div>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The day that a key leads to. */
function afterKey(key: string, day: PlainDay): PlainDay | undefined {
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -weekday(day));
    case "End":
      return addDays(day, 6 - weekday(day));
    case "PageUp":
      return addMonths(day, -1);
    case "PageDown":
      return addMonths(day, 1);
  }
}
