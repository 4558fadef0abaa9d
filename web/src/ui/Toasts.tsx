import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";

export interface Toast {
  tone: "ok" | "bad";
  words: ReactNode;
  /** Stays until a person closes it. For alerts that must not be missed. */
  stays?: boolean;
  /** Takes back what was just done. The toast then stays longer, and as long as it is pointed at or has the focus. */
  undo?: () => void;
}

const ToastContext = createContext<(toast: Toast) => void>(() => {});
export const useToast = () => use(ToastContext);

/** How long a toast is shown, in milliseconds. */
const seen = 5_000;
const seenWithUndo = 10_000;

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);
  const next = useRef(0);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((each) => each.id !== id)), []);
  const show = useCallback((toast: Toast) => {
    const id = next.current++;
    setToasts((all) => [...all.slice(-3), { ...toast, id }]);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="region" aria-label="Notices" aria-live="polite">
        {toasts.map((toast) => (
          <OneToast key={toast.id} toast={toast} onDrop={() => drop(toast.id)} />
        ))}
      </div>
    </ToastContext>
  );
}

function OneToast({ toast, onDrop }: { toast: Toast; onDrop: () => void }) {
  const [held, setHeld] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const lasts = toast.stays || held ? undefined : toast.undo ? seenWithUndo : seen;
  useEffect(() => {
    if (lasts === undefined) return;
    const timer = setTimeout(() => drop.current(), lasts);
    return () => clearTimeout(timer);
  }, [lasts]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it or focusing it only keeps it in sight
    <div
      className={`toast ${toast.tone}`}
      role={toast.tone === "bad" ? "alert" : "status"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className="grow">{toast.words}</div>
      {toast.undo && (
        <button
          type="button"
          className="small"
          onClick={() => {
            onDrop();
            toast.undo?.();
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className="quiet icon" aria-label="Dismiss" onClick={onDrop}>
        ✕
      </button>
    </div>
  );
}
