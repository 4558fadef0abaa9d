import type { MouseEvent } from "react";

/** Whether a link was pressed by a key, or by a screen reader, and not by a pointer. */
export function byKey(event: MouseEvent): boolean {
  return event.detail === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
