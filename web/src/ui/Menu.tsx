import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { menuPlace } from "./menuPlace";

export interface MenuItem {
  label: ReactNode;
  onChoose?: () => void;
  /** Opens in a tab of its own, outside the desk. */
  href?: string;
  checked?: boolean;
}

/**
 * A button that opens a short list. Arrow keys, Home, End and first letters move, Enter chooses, Esc closes. The list lies
 * over everything and turns to the side where there is room.
 */
export function Menu({
  label,
  button,
  items,
  note,
  className = "",
  side = "",
  disabled = false,
}: {
  label: string;
  button: ReactNode;
  items: MenuItem[];
  note?: ReactNode;
  className?: string;
  /** The edge of the button that the list keeps to. */
  side?: "" | "left";
  disabled?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  // The list is a popover, so that no column or card cuts it off.
  useLayoutEffect(() => {
    const [box, button] = [list.current, opener.current];
    if (!open || !box || !button) return;
    box.showPopover();
    const place = menuPlace(button.getBoundingClientRect(), box.getBoundingClientRect(), side === "left", {
      width: document.documentElement.clientWidth,
      height: window.innerHeight,
    });
    box.style.translate = `${place.x}px ${place.y}px`;
  }, [open, side]);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus({ preventScroll: true });
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const away = () => setOpen(false);
    document.addEventListener("pointerdown", outside);
    window.addEventListener("resize", away);
    document.addEventListener("scroll", away, { capture: true, passive: true });
    return () => {
      document.removeEventListener("pointerdown", outside);
      window.removeEventListener("resize", away);
      document.removeEventListener("scroll", away, { capture: true });
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      event.stopPropagation();
      setOpen(true);
      return;
    }
    if (event.key === "Escape") {
      // Else a dialog around the menu would close as well.
      event.preventDefault();
      event.stopPropagation();
      close();
    }
    if (event.key === "Tab") setOpen(false);
    const all = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = afterKey(event.key, at, all);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[next]?.focus({ preventScroll: true });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the items are the controls; the arrow keys only move the focus between them
    <div className="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div className="items" role="menu" aria-label={label} ref={list} popover="manual">
          {note && <div className="said">{note}</div>}
          {items.map((item, at) =>
            item.href !== undefined ? (
              <a
                key={at}
                role="menuitem"
                tabIndex={-1}
                href={item.href}
                target="_blank"
                rel="noopener noreferrer"
                onClick={close}
              >
                {item.label}
              </a>
            ) : (
              // biome-ignore lint/a11y/useAriaPropsSupportedByRole: aria-checked is set for the role menuitemradio only
              <button
                key={at}
                type="button"
                role={item.checked === undefined ? "menuitem" : "menuitemradio"}
                aria-checked={item.checked}
                tabIndex={-1}
                onClick={() => {
                  close();
                  item.onChoose?.();
                }}
              >
                {item.checked !== undefined && (
                  <span aria-hidden="true" style={{ width: 14 }}>
                    {item.checked ? "✓" : ""}
                  </span>
                )}
                {item.label}
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}

/** The item that a key leads to. A letter leads to the next item that begins with it. */
function afterKey(key: string, at: number, all: readonly HTMLElement[]): number | undefined {
  if (all.length === 0) return undefined;
  const moved = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
  if (moved !== undefined) return (moved + all.length) % all.length;
  if (!/^\p{L}$/u.test(key)) return undefined;
  const from = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  const found = from.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
  return found && all.indexOf(found);
}
