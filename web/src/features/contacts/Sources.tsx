import type { Source } from "../../api/types";
import { sourceWords } from "./provenance";

/** The PSAs that know a person or a company, each with the id they have there. */
export function Sources({ sources }: { sources: readonly Source[] | undefined }) {
  if (!sources || sources.length === 0) return null;
  return (
    <span className="row wrap sources">
      {sources.map((source) => (
        <span
          key={`${source.kind} ${source.name} ${source.external_id}`}
          className={`chip ${source.gone ? "warn" : ""}`}
        >
          {sourceWords(source)}
        </span>
      ))}
    </span>
  );
}
