import type { ReactNode } from "react";

interface Props<T> {
  filters: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  /** Stands behind a filter's label, such as a count. */
  note?: (value: T) => ReactNode;
}

/** Filters of a list as chips, of which one is pressed. */
export function FilterChips<T>({ filters, value, onChange, note }: Props<T>) {
  return filters.map((each) => (
    <button
      key={each.label}
      type="button"
      className="chip"
      aria-pressed={value === each.value}
      onClick={() => onChange(each.value)}
    >
      {each.label}
      {note?.(each.value)}
    </button>
  ));
}
