import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

export interface MenuItem {
  label: ReactNode;
  onChoose?: () => void;
  /** Opens in a tab of its own, outside the desk. */
  href?: string;
  checked?: boolean;
}

/** A button that opens a short list. Arrow keys move, Enter chooses, Esc closes. */
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
  side?: "" | "up" | "left" | "up left";
  disabled?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Tab") setOpen(false);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
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
        <div className={`items ${side}`} role="menu" aria-label={label}>
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
