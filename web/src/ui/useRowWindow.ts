import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

export interface RowWindow {
  /** The rows to draw, by their place in the list, each with the height in pixels of the rows before it that are not drawn. */
  drawn: { index: number; gap: number }[];
  /** The height of the rows below the last one that are not drawn. */
  after: number;
  /** Whether rows are left out. */
  partly: boolean;
  measure: ((row: HTMLElement | null) => void) | undefined;
  /** Scrolls a row into sight. */
  show: (index: number) => void;
  /** Takes Home and End to the real first and last row, which may not be drawn yet. */
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
}

const usualHeight = 49;

/** Which rows of a list are near the window. All of them where there are at most `most`. */
export function useRowWindow(body: RefObject<HTMLElement | null>, count: number, most: number): RowWindow {
  const partly = count > most;
  const [top, setTop] = useState(0);
  // The row that has the focus stays drawn wherever the page scrolls to.
  const focused = useRef<number>(undefined);
  const rows = useWindowVirtualizer<HTMLElement>({
    count,
    enabled: partly,
    estimateSize: () => usualHeight,
    overscan: 8,
    scrollMargin: top,
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      const kept = focused.current;
      if (kept !== undefined && kept < count && !drawn.includes(kept)) drawn.push(kept);
      return drawn.sort((a, b) => a - b);
    },
  });
  useLayoutEffect(() => {
    if (partly && body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, [partly, body]);

  const show = useCallback(
    (index: number) => {
      if (partly) rows.scrollToIndex(index, { align: "auto" });
      else body.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: "nearest" });
    },
    [partly, rows, body],
  );
  const focusRow = (index: number, tries = 10) => {
    rows.scrollToIndex(index);
    requestAnimationFrame(() => {
      const link = body.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row]`);
      if (link) link.focus();
      else if (tries > 0) focusRow(index, tries - 1);
    });
  };

  if (!partly)
    return {
      drawn: Array.from({ length: count }, (_, index) => ({ index, gap: 0 })),
      after: 0,
      partly,
      measure: undefined,
      show,
      onKeyDown: () => {},
      onFocus: () => {},
    };
  let end = top;
  const drawn = rows.getVirtualItems().map((item) => {
    const gap = item.start - end;
    end = item.end;
    return { index: item.index, gap };
  });
  return {
    drawn,
    after: rows.getTotalSize() + top - end,
    partly,
    measure: rows.measureElement,
    show,
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const index = { Home: 0, End: count - 1 }[event.key];
      if (index === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      focusRow(index);
    },
    onFocus: (event) => {
      const index = event.target.closest<HTMLElement>("[data-index]")?.dataset.index;
      focused.current = index === undefined ? undefined : Number(index);
    },
  };
}
