import type { NewUser, Ref } from "../../api/types";
import { Check, SelectField } from "../../ui/Field";
import { CompanyPicker } from "../companies/public";

export type Permissions = Required<Pick<NewUser, "role" | "use_mfa" | "allow_ui" | "limited">> & { companies: Ref[] };

interface Props {
  value: Permissions;
  onChange: (part: Partial<Permissions>) => void;
  /** A person's own role and sign-in are for another admin to change. */
  mine?: boolean;
}

/** What a person may do and see. */
export function PermissionFields({ value, onChange, mine = false }: Props) {
  return (
    <>
      <SelectField
        label="Role"
        disabled={mine}
        hint={mine ? "Another admin can change your own role." : "Admins set things up; technicians verify people."}
        value={value.role}
        onChange={(role) => onChange({ role: role === "admin" ? "admin" : "technician" })}
      >
        <option value="technician">Technician</option>
        <option value="admin">Admin</option>
      </SelectField>
      <Check
        label="Must use an authenticator app"
        checked={value.use_mfa}
        onChange={(use_mfa) => onChange({ use_mfa })}
      />
      <Check
        label="May use the console"
        hint="Off: only the pod inside the ticket system."
        checked={value.allow_ui}
        disabled={mine}
        onChange={(allow_ui) => onChange({ allow_ui })}
      />
      <Check
        label="Sees chosen companies only"
        checked={value.limited}
        disabled={mine}
        onChange={(limited) => onChange({ limited })}
      />
      {value.limited && (
        <div className="stack">
          <CompanyPicker
            label="Companies"
            placeholder="Add a company"
            value={undefined}
            onChange={(company) => {
              if (company && !value.companies.some((each) => each.id === company.id))
                onChange({ companies: [...value.companies, company] });
            }}
          />
          <div className="row wrap">
            {value.companies.map((company) => (
              <button
                key={company.id}
                type="button"
                className="chip"
                aria-label={`Remove ${company.name}`}
                onClick={() => onChange({ companies: value.companies.filter((each) => each.id !== company.id) })}
              >
                <bdi>{company.name}</bdi>{" "}
                <span className="x" aria-hidden="true">
                  ×
                </span>
              </button>
            ))}
            {value.companies.length === 0 && <span className="soft">None yet: this person would see nobody.</span>}
          </div>
        </div>
      )}
    </>
  );
}
