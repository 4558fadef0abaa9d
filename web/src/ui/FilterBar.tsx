import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import "./FilterBar.css";

/** What an address says after its question mark, as words. */
type Values = Readonly<Record<string, string | undefined>>;

/**
 * The filters of a list, kept in the address, so that a reload, a bookmark and a colleague see the same. What is typed
 * to find a person is never one of them: names and numbers stay out of the browser's history.
 */
export function useFilters<Name extends string>(
  ...names: readonly Name[]
): [Readonly<Record<Name, string | undefined>>, (change: Partial<Record<Name, string | undefined>>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const values = Object.fromEntries(names.map((name) => [name, word(search[name])])) as Record<
    Name,
    string | undefined
  >;
  const change = (part: Values) =>
    void navigate({
      to: ".",
      replace: true,
      search: ((before: Values) => withoutEmpty({ ...before, ...part })) as never,
    });
  return [values, change as never];
}

/** The router reads "7" as a number and "true" as a boolean; a filter is a word again. */
function word(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

function withoutEmpty(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
}

/** The filters above a list, with what they leave: chips, fields, the total, and one way back to everything. */
export function FilterBar(props: {
  /** What a screen reader calls the bar. */
  label: string;
  children: ReactNode;
  /** "312 of 7,113". */
  total?: ReactNode;
  /** Given while a filter is set. */
  onClear?: (() => void) | undefined;
}) {
  return (
    <search className="filter-bar" aria-label={props.label}>
      {props.children}
      {props.onClear && (
        <button type="button" className="quiet small" onClick={props.onClear}>
          Clear filters
        </button>
      )}
      {props.total !== undefined && (
        <span className="total figure" role="status">
          {props.total}
        </span>
      )}
    </search>
  );
}
