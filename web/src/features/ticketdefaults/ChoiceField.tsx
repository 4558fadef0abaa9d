import { asProblem } from "../../api/problem";
import { problemLabel } from "../../api/problemLabels";
import type { PSAField } from "../../api/types";
import { SelectField, TextField } from "../../ui/Field";
import { chosenFor } from "./fields";
import { useChoices } from "./useTicketDefaults";

interface Props {
  integrationId: string;
  field: PSAField;
  /** All fields of the PSA; some decide on the choices of others. */
  fields: readonly PSAField[];
  chosen: Record<string, string>;
  /** What the choice on file is called, until the PSA has said so anew. */
  label: string | undefined;
  readOnly: boolean;
  error: string | undefined;
  onChoose: (value: string, label: string) => void;
}

/** One field of a new ticket: free text, or a choice of what the PSA offers now. */
export function ChoiceField({ integrationId, field, fields, chosen, label, readOnly, error, onChoose }: Props) {
  const of = chosenFor(fields, field.name, chosen);
  const query = useChoices(integrationId, field.name, field.text || readOnly ? undefined : of);
  const value = chosen[field.name] ?? "";
  const frame = { label: field.label, hint: field.required ? "Required" : undefined, required: field.required, error };
  if (field.text)
    return (
      <TextField
        {...frame}
        disabled={readOnly}
        maxLength={200}
        autoComplete="off"
        value={value}
        onChange={(typed) => onChoose(typed, "")}
      />
    );
  const items = query.data?.items ?? [];
  const parent = fields.find((each) => each.name === field.of);
  const waits = of === undefined;
  const nothing = waits
    ? `Choose ${parent ? article(parent.label) : "what it belongs to"} first`
    : query.isPending && !readOnly
      ? "Loading"
      : field.required
        ? "Choose"
        : "As the PSA says";
  const { what, next } = query.isError ? problemLabel(asProblem(query.error)) : { what: "", next: "" };
  return (
    <div className="stack">
      <SelectField
        {...frame}
        disabled={readOnly || waits || (query.isPending && !value)}
        value={value}
        onChange={(id) => onChoose(id, items.find((each) => each.id === id)?.label ?? "")}
      >
        <option value="">{nothing}</option>
        {value && !items.some((each) => each.id === value) && (
          <option value={value}>
            {label ?? value}
            {query.isSuccess ? " (not offered any more)" : ""}
          </option>
        )}
        {items.map((each) => (
          <option key={each.id} value={each.id}>
            {each.label}
          </option>
        ))}
      </SelectField>
      {query.isError && (
        <p className="soft tone-bad" role="alert">
          {what} {next}{" "}
          <button type="button" className="link" disabled={query.isFetching} onClick={() => void query.refetch()}>
            Try again
          </button>
        </p>
      )}
      {query.isSuccess && items.length === 0 && <p className="soft">The PSA offers nothing here.</p>}
    </div>
  );
}

function article(label: string): string {
  const word = label.charAt(0).toLowerCase() + label.slice(1);
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}
