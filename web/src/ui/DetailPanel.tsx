import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { Skeleton } from "./Skeleton";

interface Props {
  /** What a screen reader calls the panel. */
  label: string;
  /** True once the heading is there; it then takes the focus, unless the focus is in the panel already. */
  ready: boolean;
  /** The heading, once it is ready. */
  heading: ReactNode;
  /** True when there will be none. The label stands in its place, so that the way back stays. */
  failed?: boolean;
  /** False while its parts are read: they keep their room unseen, so that none is pushed down by a later one. */
  known?: boolean;
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
  failed = false,
  known = true,
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
    if ((ready || failed) && !side.current?.contains(document.activeElement))
      side.current?.querySelector<HTMLElement>("h1")?.focus();
  }, [ready, failed, side]);
  return (
    <aside className={`detail-side ${className} stack wide`} ref={side} aria-label={label}>
      <header className="row top detail-head">
        <button type="button" className="quiet icon back" aria-label="Back to the list" onClick={onClose}>
          ←
        </button>
        <div className="grow">
          {ready ? (
            heading
          ) : (
            <h1 className={failed ? undefined : "hidden-text"} tabIndex={-1}>
              {label}
            </h1>
          )}
          {!ready && !failed && <Skeleton lines={2} />}
        </div>
        {actions}
        <button type="button" className="quiet icon shut" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          ✕
        </button>
      </header>
      {above}
      <div className={`stack wide${known ? "" : " not-yet"}`}>{children}</div>
    </aside>
  );
}
