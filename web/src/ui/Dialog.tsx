import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

/** Where the focus goes: to the first field, else to the first button, never to the cross. */
const firstControl = ".body :is(input, select, textarea), .body:not(:has(input, select, textarea)) button";

/** A dialog over the page. The browser keeps the focus inside and gives it back; Esc closes. */
export function Dialog({
  title,
  wide = false,
  onClose,
  children,
}: {
  title: string;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const sheet = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A layout effect ends before the dialog leaves the page. A later close could not give the focus back.
  useLayoutEffect(() => {
    const dialog = sheet.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>(firstControl)?.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={sheet}
      className={`sheet${wide ? " wide" : ""}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="head">
        <h1 id={id} className="grow">
          {title}
        </h1>
        <button type="button" className="quiet icon" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </div>
      <div className="body">{children}</div>
    </dialog>
  );
}

/** Asks for confirmation of an action that cannot be undone. */
export function Confirm({
  title,
  children,
  verb,
  busy,
  onConfirm,
  onClose,
}: {
  title: string;
  children: ReactNode;
  verb: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div>{children}</div>
      <div className="actions">
        <button type="button" className="quiet" onClick={onClose}>
          Keep it as it is
        </button>
        <button type="button" className="danger" disabled={busy} onClick={onConfirm}>
          {verb}
        </button>
      </div>
    </Dialog>
  );
}
