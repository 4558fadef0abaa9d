import { Field } from "../../ui/Field";

/** A colour, by picker or by its figures. */
export function ColourField({
  label,
  hint,
  value,
  error,
  onChange,
}: {
  label: string;
  hint?: string;
  value: string;
  error: string | undefined;
  onChange: (colour: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className="row">
          <input
            type="color"
            aria-label={`${label}, picker`}
            value={/^#[0-9a-f]{6}$/i.test(value) ? value : "#000000"}
            onChange={(event) => onChange(event.target.value)}
          />
          <input
            {...wiring}
            className="mono"
            required
            pattern="#[0-9a-fA-F]{6}"
            title="# and six figures, like #2f5bea"
            maxLength={7}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}
