import { fieldError } from "../../api/fieldErrors";
import type { PSAKind } from "../../api/types";
import { SelectField, TextField } from "../../ui/Field";
import type { ConnectionDraft } from "./connection";

interface Props {
  kind: PSAKind;
  draft: ConnectionDraft;
  onChange: (draft: ConnectionDraft) => void;
  error: unknown;
  /** Credentials are on file, and an empty field keeps its own. */
  kept?: boolean;
}

/** The fields of a connection that its form shows a complaint at. */
export const fieldsOf = (kind: PSAKind): string[] => ["name", "base_url", ...kind.settings.map((each) => each.name)];

/** Name, address and credentials of a connection. What is a secret is typed like a password and never comes back. */
export function ConnectionFields({ kind, draft, onChange, error, kept = false }: Props) {
  const change = (part: Partial<ConnectionDraft>) => onChange({ ...draft, ...part });
  const address = {
    label: kind.address.label,
    value: draft.address,
    onChange: (value: string) => change({ address: value }),
    error: fieldError(error, "base_url"),
  };
  const placeholder = kept ? "Kept" : undefined;
  return (
    <>
      <TextField
        label="Name"
        required
        maxLength={80}
        autoComplete="off"
        hint="What your technicians call it."
        value={draft.name}
        onChange={(name) => change({ name })}
        error={fieldError(error, "name")}
      />
      {kind.address.choices ? (
        <SelectField {...address}>
          {kind.address.choices.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
          {draft.address && !kind.address.choices.includes(draft.address) && (
            <option value={draft.address}>{draft.address}</option>
          )}
        </SelectField>
      ) : (
        <TextField
          {...address}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          placeholder={kind.address.example}
          required={!kind.address.default}
          hint={kind.address.default ? `Leave it empty for ${kind.address.default}` : undefined}
        />
      )}
      {kind.settings.map((each) => (
        <TextField
          key={each.name}
          label={each.optional ? `${each.label} (optional)` : each.label}
          hint={each.help}
          type={each.secret ? "password" : "text"}
          autoComplete={each.secret ? "new-password" : "off"}
          spellCheck={false}
          maxLength={4000}
          placeholder={placeholder}
          required={!kept && !each.optional}
          value={draft.credentials[each.name] ?? ""}
          onChange={(value) => change({ credentials: { ...draft.credentials, [each.name]: value } })}
          error={fieldError(error, each.name)}
        />
      ))}
    </>
  );
}
