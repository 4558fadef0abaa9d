const widths = ["62%", "48%", "70%", "55%", "66%", "42%"];

/** Placeholder rows in the size of the coming ones, so that nothing jumps when they arrive. `classes` are those of the cells. */
export function SkeletonRows(props: { rows: number; columns: number; classes?: readonly (string | undefined)[] }) {
  const { rows, columns, classes } = props;
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (_, column) => (
        <td key={column} className={classes?.[column]}>
          <span className="skeleton" style={{ width: widths[(row * 2 + column) % widths.length] }} />
        </td>
      ))}
    </tr>
  ));
}

export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="stack" aria-hidden="true" style={{ padding: "4px 0" }}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton" style={{ width: widths[line % widths.length] }} />
      ))}
    </div>
  );
}
