interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Between the button and the list, and between the list and the edge of the window, in pixels. */
const gap = 4;

/**
 * Where a list goes beside its button: below it, or above where there is more room, and never out of the window.
 * `fromLeft` keeps it to the button's left edge, else to its right one.
 */
export function menuPlace(
  button: Box,
  list: { width: number; height: number },
  fromLeft: boolean,
  window: { width: number; height: number },
): { x: number; y: number } {
  const wanted = fromLeft ? button.left : button.right - list.width;
  const x = Math.max(gap, Math.min(wanted, window.width - list.width - gap));
  const below = button.bottom + gap;
  const fitsBelow = below + list.height <= window.height - gap;
  const y = fitsBelow || button.top < window.height - button.bottom ? below : button.top - gap - list.height;
  return { x, y: Math.max(gap, y) };
}
