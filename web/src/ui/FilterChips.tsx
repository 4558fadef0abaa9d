import type { ReactNode } from "react";

interface Props<T> {
  filters: readonly { value: T; label: string; note?: ReactNode }[];
  value: T;
  onChange: (value: T) => void;
}

/** Filters of a list as chips, of which one is pressed. */
export function FilterChips<T>({ filters, value, onChange }: Props<T>) {
  return filters.map((each) => (
    <button
      key={each.label}
      type="button"
      className="chip"
      aria-pressed={value === each.value}
      onClick={() => onChange(each.value)}
    >
      {each.label}
      {each.note}
    </button>
  ));
}
