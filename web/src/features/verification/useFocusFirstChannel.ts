import { type RefObject, useEffect } from "react";

/** Puts the focus on the first open way to reach a person, once it is there: the ways arrive a moment after the person. */
export function useFocusFirstChannel(side: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const watcher = new MutationObserver(() => focusFirstWay());
    const focusFirstWay = () => {
      const way = side.current?.querySelector<HTMLElement>(".way-buttons button:not(:disabled)");
      if (way) {
        way.focus();
        watcher.disconnect();
      }
    };
    if (side.current) watcher.observe(side.current, { childList: true, subtree: true });
    focusFirstWay();
    return () => watcher.disconnect();
  }, [side, wanted]);
}
