import type { ReactNode } from "react";

/** Save and discard at the foot of a long form. It is always there, so that nothing jumps at the first change. */
export function SaveBar({
  changed,
  busy,
  onUndo,
  children,
}: {
  changed: boolean;
  busy: boolean;
  onUndo: () => void;
  children?: ReactNode;
}) {
  return (
    <div className="save-bar">
      <span className="soft grow" role="status">
        {children ?? (changed ? "Not saved yet" : "Everything is saved")}
      </span>
      <button type="button" className="quiet" disabled={!changed || busy} onClick={onUndo}>
        Discard
      </button>
      <button type="submit" className="primary" disabled={!changed || busy}>
        {busy ? "Saving" : "Save"}
      </button>
    </div>
  );
}
