import { type KeyboardEvent, type ReactNode, useCallback } from "react";

/**
 * Arrow keys, j and k, Home and End move between the elements marked data-row inside the element that carries this handler;
 * v verifies whom the row is about.
 * Enter is the link's own.
 */
export function useRowKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const target = event.target as HTMLElement;
    if (
      event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      target.matches("select, textarea, [role=combobox], input:not([type=search])")
    )
      return;
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
    const here = rows.findIndex((row) => row === target || row.closest("tr, li")?.contains(target));
    const typing = target.matches("input");
    if (event.key === "v" && !typing && here >= 0) {
      rows[here]?.closest("tr, li")?.querySelector<HTMLElement>("[data-verify]")?.click();
      return;
    }
    const next = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      Home: 0,
      End: rows.length - 1,
      ...(typing ? {} : { j: here + 1, k: here - 1 }),
    }[event.key];
    if (next === undefined || rows.length === 0) return;
    if (typing && (event.key === "Home" || event.key === "End")) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
  }, []);
}

/** A list with its surroundings, in which the arrow keys move between rows. */
export function RowKeys({ className, children }: { className: string; children: ReactNode }) {
  const onKeyDown = useRowKeys();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are links; the arrow keys only move the focus between them
    <div className={className} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
