/** A chip that takes something away again, such as a filter. */
export function RemoveChip({ text, label, onRemove }: { text: string; label: string; onRemove: () => void }) {
  return (
    <button type="button" className="chip info" onClick={onRemove} aria-label={label}>
      {text}{" "}
      <span className="x" aria-hidden="true">
        ×
      </span>
    </button>
  );
}
