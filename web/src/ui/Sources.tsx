/** Where a record comes from: an outside system and the id it has there. */
interface Source {
  kind: string;
  name: string;
  external_id: string;
  /** True once the outside system no longer has the record. */
  gone?: boolean;
}

/** The PSAs that know a contact or a company, each with the id there. */
export function Sources({ sources }: { sources: readonly Source[] | undefined }) {
  if (!sources || sources.length === 0) return null;
  return (
    <span className="row wrap sources">
      {sources.map((source) => (
        <span
          key={`${source.kind} ${source.name} ${source.external_id}`}
          className={`chip ${source.gone ? "warn" : ""}`}
        >
          {sourceLabel(source)}
        </span>
      ))}
    </span>
  );
}

/** The label of a source: "ConnectWise PSA · 4711", and whether the record is gone there. */
export function sourceLabel(source: Source): string {
  return `${source.name} · ${source.external_id}${source.gone ? " · gone there" : ""}`;
}
