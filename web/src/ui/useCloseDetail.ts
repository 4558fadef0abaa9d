import { type RefObject, useEffect, useRef } from "react";

/**
 * Closes the detail beside a list, by a button or by Esc, and gives the focus back to the row it was opened from.
 * `opened` is the row's id and stands in its data-row attribute; `toList` navigates to the list alone.
 */
export function useCloseDetail(
  opened: string | undefined,
  toList: () => Promise<void>,
): { screen: RefObject<HTMLDivElement | null>; close: () => void } {
  const screen = useRef<HTMLDivElement>(null);
  const close = async () => {
    await toList();
    requestAnimationFrame(() => {
      const row = opened && screen.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(opened)}"]`);
      (row || screen.current?.querySelector<HTMLElement>("[data-row]"))?.focus();
    });
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !opened || event.defaultPrevented) return;
      if (!document.querySelector("dialog[open]")) void close();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
  return { screen, close: () => void close() };
}
