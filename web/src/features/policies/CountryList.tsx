import { Field } from "../../ui/Field";
import { countries, countryName } from "../companies/public";

/** Countries whose numbers may be used. */
export function CountryList({
  value,
  disabled,
  error,
  onChange,
}: {
  value: readonly string[];
  disabled: boolean;
  error: string | undefined;
  onChange: (codes: string[]) => void;
}) {
  return (
    <div className="stack">
      <Field
        label="Countries that numbers may belong to"
        hint="Messages to other countries are refused; they are where toll fraud comes from."
        error={error}
      >
        {(wiring) => (
          <select
            {...wiring}
            disabled={disabled}
            value=""
            style={{ maxWidth: 260 }}
            onChange={(event) => onChange([...value, event.target.value])}
          >
            <option value="" disabled>
              Add a country
            </option>
            {countries
              .filter((country) => !value.includes(country.code))
              .map((country) => (
                <option key={country.code} value={country.code}>
                  {country.name}
                </option>
              ))}
          </select>
        )}
      </Field>
      <div className="row wrap">
        {value.map((code) => (
          <button
            key={code}
            type="button"
            className="chip"
            disabled={disabled}
            aria-label={`Remove ${countryName(code)}`}
            onClick={() => onChange(value.filter((each) => each !== code))}
          >
            {countryName(code)}{" "}
            {!disabled && (
              <span className="x" aria-hidden="true">
                ×
              </span>
            )}
          </button>
        ))}
        {value.length === 0 && <span className="soft">None: no SMS and no call can go out.</span>}
      </div>
    </div>
  );
}
