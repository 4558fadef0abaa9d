import { type RefObject, useEffect } from "react";

/**
 * Focuses the first open channel's button once it is there: the channels load a moment after the contact. The boxes of
 * an open verification, and whatever else took the focus in the panel, keep it.
 */
export function useFocusFirstChannel(side: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const watcher = new MutationObserver(() => focusFirst());
    const focusFirst = () => {
      const focused = document.activeElement;
      if (side.current?.contains(focused) && !focused?.matches("h1")) return watcher.disconnect();
      const button = side.current?.querySelector<HTMLElement>(".channel-buttons button:not(:disabled)");
      if (button) {
        button.focus();
        watcher.disconnect();
      }
    };
    if (side.current) watcher.observe(side.current, { childList: true, subtree: true });
    focusFirst();
    return () => watcher.disconnect();
  }, [side, wanted]);
}
