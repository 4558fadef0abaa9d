import { type RefObject, useEffect, useRef } from "react";

/**
 * Keeps the reader's place in a part of the screen whose content is exchanged: where the control that had the focus goes
 * away, the heading of what is there now takes it.
 */
export function useKeptFocus<T extends HTMLElement>(): RefObject<T | null> {
  const part = useRef<T>(null);
  useEffect(() => {
    const element = part.current;
    if (!element) return;
    let inside = element.contains(document.activeElement);
    const onFocus = (event: FocusEvent) => {
      inside = element.contains(event.target as Node);
    };
    const keep = () => {
      // What is shown now may take the focus itself.
      requestAnimationFrame(() => {
        if (!inside || document.activeElement !== document.body || !element.isConnected) return;
        const heading = element.querySelector<HTMLElement>(".now-ask, h2, h1");
        if (!heading) return;
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      });
    };
    const watcher = new MutationObserver(keep);
    watcher.observe(element, { childList: true, subtree: true });
    document.addEventListener("focusin", onFocus);
    return () => {
      watcher.disconnect();
      document.removeEventListener("focusin", onFocus);
    };
  }, []);
  return part;
}
