import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import "./Drawer.css";

/** A sheet at the edge of the window. The browser keeps the focus inside and gives it back; Esc and the dark beside it close. */
export function Drawer(props: {
  title: string;
  /** The edge it comes from: "end" for details, "start" for the navigation. */
  side?: "start" | "end";
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, side = "end", onClose, children } = props;
  const sheet = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A layout effect ends before the sheet leaves the page. A later close could not give the focus back.
  useLayoutEffect(() => {
    const dialog = sheet.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the dark beside the sheet; Esc does the same by key
    <dialog
      ref={sheet}
      className={`drawer ${side}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === sheet.current && beside(event, sheet.current)) onClose();
      }}
    >
      <div className="head">
        <h2 id={id} className="grow">
          {title}
        </h2>
        <button type="button" className="quiet icon" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </div>
      <div className="body">{children}</div>
    </dialog>
  );
}

function beside(point: { clientX: number; clientY: number }, sheet: HTMLElement): boolean {
  const box = sheet.getBoundingClientRect();
  return point.clientX < box.left || point.clientX > box.right || point.clientY < box.top || point.clientY > box.bottom;
}
