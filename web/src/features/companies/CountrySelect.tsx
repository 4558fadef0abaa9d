import { SelectField } from "../../ui/Field";
import { countries } from "./countries";

export function CountrySelect({
  label,
  hint,
  unknown,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  /** What no country is called. */
  unknown: string;
  value: string;
  onChange: (code: string) => void;
}) {
  return (
    <SelectField label={label} hint={hint} value={value} onChange={onChange}>
      <option value="">{unknown}</option>
      {countries.map((country) => (
        <option key={country.code} value={country.code}>
          {country.name}
        </option>
      ))}
    </SelectField>
  );
}
