import { placeholderMeaning } from "./labels";

/** What may stand in a text; a press puts it where the cursor was. */
export function Placeholders({
  all,
  required,
  onInsert,
}: {
  all: readonly string[];
  required: readonly string[];
  onInsert: (placeholder: string) => void;
}) {
  return (
    <div className="stack">
      <h3>Put in</h3>
      <div className="row wrap placeholders">
        {all.map((name) => {
          const placeholder = name.startsWith("${") ? name : `\${${name}}`;
          const must = required.includes(name);
          return (
            <button
              key={name}
              type="button"
              className="chip"
              title={placeholderMeaning[placeholder]}
              onClick={() => onInsert(placeholder)}
            >
              <code>{placeholder}</code>
              {must && <span className="tone-warn">needed</span>}
            </button>
          );
        })}
      </div>
    </div>
  );
}
