import { createContext, type ReactNode, use, useCallback, useRef, useState } from "react";

export interface Toast {
  tone: "ok" | "bad";
  words: ReactNode;
  /** Stays until a person closes it. For alerts that must not be missed. */
  stays?: boolean;
}

const ToastContext = createContext<(toast: Toast) => void>(() => {});
export const useToast = () => use(ToastContext);

const seen = 5000;

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);
  const next = useRef(0);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((each) => each.id !== id)), []);
  const show = useCallback(
    (toast: Toast) => {
      const id = next.current++;
      setToasts((all) => [...all.slice(-3), { ...toast, id }]);
      if (!toast.stays) setTimeout(() => drop(id), seen);
    },
    [drop],
  );
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="region" aria-label="Notices" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={`toast ${toast.tone}`} role={toast.tone === "bad" ? "alert" : "status"}>
            <div className="grow">{toast.words}</div>
            <button type="button" className="quiet icon" aria-label="Dismiss" onClick={() => drop(toast.id)}>
              ✕
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
