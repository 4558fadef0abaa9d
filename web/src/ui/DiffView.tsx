import "./DiffView.css";

export interface Difference {
  field: string;
  /** Undefined where there was nothing, or is nothing any more. */
  before: string | undefined;
  after: string | undefined;
}

/** What a change did, field by field. */
export function DiffView({ label, differences }: { label: string; differences: readonly Difference[] }) {
  if (differences.length === 0) return <p className="soft">Nothing differs.</p>;
  return (
    <table className="diff" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((each) => (
          <tr key={each.field}>
            <th scope="row">{each.field}</th>
            <td>{each.before === undefined ? <Nothing /> : <del dir="auto">{each.before}</del>}</td>
            <td>{each.after === undefined ? <Nothing /> : <ins dir="auto">{each.after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Nothing() {
  return <span className="faint">nothing</span>;
}

/** The fields that differ between two flat records, in the order of `names`. */
export function differences(
  names: Readonly<Record<string, string>>,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Difference[] {
  return Object.entries(names)
    .map(([key, field]) => ({ field, before: shown(before[key]), after: shown(after[key]) }))
    .filter((each) => each.before !== each.after);
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(shown).join(", ");
  return String(value);
}
