import { Fragment, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { SkeletonRows } from "./Skeleton";
import { useRowWindow } from "./useRowWindow";
import "./DataTable.css";

export interface Column<T> {
  /** Names the column in a sort and is the key of its cells. */
  key: string;
  head: ReactNode;
  cell: (row: T) => ReactNode;
  /** Whether the head sorts by this column. */
  sorts?: boolean;
  /** A CSS width; columns without one share what is left. */
  width?: string;
  /** Figures: set to the end, in tabular figures. */
  number?: boolean;
  className?: string;
  /**
   * Its place on a phone, where a row is two lines: the whole title, the end of the first line, the second line, or
   * nowhere.
   */
  card?: "title" | "end" | "line" | "none";
}

export interface Sort {
  by: string;
  direction: "up" | "down";
}

interface Props<T> {
  /** What a screen reader calls the table. */
  label: string;
  columns: readonly Column<T>[];
  /** Undefined while the first page loads. */
  rows: readonly T[] | undefined;
  /** The id of a row. The link inside the row carries it as data-row. */
  idOf: (row: T) => string;
  /** True while the rows belong to an earlier query and the answer to the current one is on its way. */
  stale?: boolean;
  /** The id of the row whose detail is open. */
  selected?: string | undefined;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** The ids that are picked for a bulk action; without it there are no boxes. */
  picked?: ReadonlySet<string>;
  onPick?: (picked: ReadonlySet<string>) => void;
  /** The name of a row, for its box. */
  nameOf?: (row: T) => string;
  /** Acts on what is picked; shown while something is. */
  bulk?: ReactNode;
  /** Loads the next page; called when the end of the list comes near. */
  onEnd?: (() => void) | undefined;
  className?: string;
  rowClass?: (row: T) => string | undefined;
  skeletonRows?: number;
}

/** Lists longer than this draw only the rows that are in sight. */
const mostDrawn = 100;

/**
 * A table whose rows are links, with sort and bulk selection. It draws only the rows in sight where there are many, and
 * each row becomes two lines on a phone. The roles are spelt out because cells that are no table cells for CSS lose
 * theirs.
 */
export function DataTable<T>(props: Props<T>) {
  const { label, columns, rows, idOf, selected, sort, onSort, picked, onPick, nameOf, onEnd } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const window = useRowWindow(body, rows?.length ?? 0, mostDrawn);
  const width = columns.length + (picked ? 1 : 0);
  const all = rows?.map(idOf) ?? [];
  const everything = all.length > 0 && all.every((id) => picked?.has(id));

  const position = selected === undefined ? -1 : all.indexOf(selected);
  const { show } = window;
  useEffect(() => {
    if (position >= 0) show(position);
  }, [position, show]);
  useEnd(body, onEnd, all.length);

  const pick = (id: string, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(id);
    else next.delete(id);
    onPick?.(next);
  };

  return (
    <>
      <table
        className={`list-table data-table cards ${props.className ?? ""}`}
        role="table"
        aria-label={label}
        aria-busy={!rows || props.stale}
        aria-rowcount={window.partly ? all.length + 1 : undefined}
      >
        <thead role="rowgroup">
          <tr role="row">
            {picked && (
              <th role="columnheader" className="pick">
                <input
                  type="checkbox"
                  aria-label="Select all that are shown"
                  checked={everything}
                  onChange={(event) => onPick?.(new Set(event.target.checked ? all : []))}
                />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                style={{ width: column.width }}
                className={`${column.number ? "number " : ""}${column.className ?? ""}`}
                aria-sort={sort?.by !== column.key ? undefined : sort.direction === "up" ? "ascending" : "descending"}
              >
                {column.sorts && onSort ? (
                  <button type="button" onClick={() => onSort(turned(sort, column.key))}>
                    {column.head}
                    <span className="direction" aria-hidden="true">
                      {sort?.by !== column.key ? "" : sort.direction === "up" ? "↑" : "↓"}
                    </span>
                  </button>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={body} onKeyDown={window.onKeyDown} onFocus={window.onFocus}>
          {!rows && (
            <SkeletonRows
              rows={props.skeletonRows ?? 8}
              columns={width}
              classes={[...(picked ? ["pick"] : []), ...columns.map((column) => column.className)]}
            />
          )}
          {window.drawn.map(({ index, gap }) => {
            const row = rows?.[index];
            if (row === undefined) return null;
            const id = idOf(row);
            return (
              <Fragment key={id}>
                <Space height={gap} columns={width} />
                <tr
                  role="row"
                  ref={window.measure}
                  data-index={index}
                  aria-rowindex={window.partly ? index + 2 : undefined}
                  className={classes(id === selected && "on", picked?.has(id) && "picked", props.rowClass?.(row))}
                >
                  {picked && (
                    <td role="cell" className="pick">
                      <label>
                        <span className="hidden-text">Select {nameOf?.(row) ?? "this row"}</span>
                        <input
                          type="checkbox"
                          checked={picked.has(id)}
                          onChange={(event) => pick(id, event.target.checked)}
                        />
                      </label>
                    </td>
                  )}
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      role="cell"
                      className={classes(
                        column.number && "number figure",
                        column.className,
                        `card-${column.card ?? "line"}`,
                      )}
                    >
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              </Fragment>
            );
          })}
          <Space height={window.after} columns={width} />
        </tbody>
      </table>
      {picked && picked.size > 0 && (
        <section className="bulk-bar" aria-label="What is selected">
          <span role="status">{picked.size} selected</span>
          {props.bulk}
          <button type="button" className="quiet" onClick={() => onPick?.(new Set())}>
            Clear
          </button>
        </section>
      )}
    </>
  );
}

/** Stands for the rows that are not drawn. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className="space" aria-hidden="true">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

/** The sort after a press on a head: ascending first, then the other way round. */
export function turned(sort: Sort | undefined, by: string): Sort {
  return { by, direction: sort?.by === by && sort.direction === "up" ? "down" : "up" };
}

function classes(...names: (string | false | undefined)[]): string | undefined {
  return names.filter(Boolean).join(" ") || undefined;
}

/** Calls `onEnd` when the end of the list comes near the window. */
function useEnd(body: RefObject<HTMLElement | null>, onEnd: (() => void) | undefined, length: number): void {
  const latest = useRef(onEnd);
  latest.current = onEnd;
  const wanted = onEnd !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list has another end, so it is watched anew
  useEffect(() => {
    const end = body.current?.parentElement?.parentElement;
    if (!end || !wanted) return;
    const look = () => {
      if (end.getBoundingClientRect().bottom < globalThis.innerHeight + 600) latest.current?.();
    };
    look();
    document.addEventListener("scroll", look, { passive: true });
    return () => document.removeEventListener("scroll", look);
  }, [wanted, length, body]);
}
