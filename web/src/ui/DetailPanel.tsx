import { type ReactNode, type RefObject, useEffect, useRef } from "react";

interface Props {
  /** What a screen reader calls the panel. */
  label: string;
  /** True once the heading is there; it then takes the focus, unless the focus is in the panel already. */
  ready: boolean;
  /** The heading, or a skeleton of it; undefined hides the header. */
  heading: ReactNode;
  /** Buttons between the heading and the cross. */
  actions?: ReactNode;
  /** Stands above the header. */
  above?: ReactNode;
  className?: string;
  panel?: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
}

/** One entry beside its list; on a narrow screen it takes the list's place. */
export function DetailPanel({
  label,
  ready,
  heading,
  actions,
  above,
  className = "",
  panel,
  onClose,
  children,
}: Props) {
  const own = useRef<HTMLElement>(null);
  const side = panel ?? own;
  useEffect(() => {
    if (ready && !side.current?.contains(document.activeElement))
      side.current?.querySelector<HTMLElement>("h1")?.focus();
  }, [ready, side]);
  return (
    <aside className={`detail-side ${className} stack wide`} ref={side} aria-label={label}>
      {above}
      {heading !== undefined && (
        <header className="row top detail-head">
          <button type="button" className="quiet icon back" aria-label="Back to the list" onClick={onClose}>
            ←
          </button>
          <div className="grow">{heading}</div>
          {actions}
          <button type="button" className="quiet icon shut" aria-label="Close" title="Close (Esc)" onClick={onClose}>
            ✕
          </button>
        </header>
      )}
      {children}
    </aside>
  );
}
