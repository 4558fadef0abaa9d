import { SelectField } from "../../ui/Field";
import { countries } from "./countries";

export function CountrySelect({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (code: string) => void;
}) {
  return (
    <SelectField label={label} hint={hint} value={value} onChange={onChange}>
      {countries.map((country) => (
        <option key={country.code} value={country.code}>
          {country.name}
        </option>
      ))}
    </SelectField>
  );
}
