import { useEffect } from "react";

/**
 * Keeps the place of whoever works by keyboard or with a screen reader. A control that had the focus and is greyed out
 * while it works gets it back; when it has left the page, the nearest thing around it that is still there takes the
 * focus instead of the body.
 */
export function useHeldFocus(): void {
  useEffect(() => {
    /** What had the focus last, and what stood around it, from the inside out. */
    let around: HTMLElement[] = [];
    const remember = (event: FocusEvent) => {
      around = [];
      for (let at = event.target as HTMLElement | null; at && at !== document.body; at = at.parentElement)
        around.push(at);
    };
    // A press beside every control takes the focus away on purpose.
    const forget = () => {
      around = [];
    };
    const keep = () => {
      if (document.activeElement !== document.body || document.querySelector("dialog[open]:focus-within")) return;
      const place = around.find((each) => each.isConnected && each.checkVisibility());
      if (!place || place.matches(":disabled")) return;
      if (place === around[0]) return place.focus({ preventScroll: true });
      // What is asked of the technician now comes first.
      const heading = place.querySelector<HTMLElement>(".now-ask") ?? place.querySelector<HTMLElement>("h1, h2, h3");
      const target = heading ?? place;
      if (!target.hasAttribute("tabindex")) {
        target.tabIndex = -1;
        target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
      }
      target.focus({ preventScroll: true });
    };
    // In a frame of its own: what a screen focuses itself comes first.
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(keep);
    };
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerdown", forget);
    return () => {
      cancelAnimationFrame(frame);
      changes.disconnect();
      document.removeEventListener("focusin", remember);
      document.removeEventListener("pointerdown", forget);
    };
  }, []);
}
