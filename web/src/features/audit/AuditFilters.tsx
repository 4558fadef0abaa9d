import { useApiKeys } from "../../api/useApiKeys";
import { useCompany } from "../../api/useCompanies";
import { useTeam } from "../../api/useTeam";
import { SelectField, TextField } from "../../ui/Field";
import { withChosen } from "../../ui/withChosen";
import { CompanyPicker } from "../companies/public";
import { actionLabel } from "./actions";
import { useAuditActions } from "./useAudit";

/** What the log may be narrowed to, as it stands in the address. */
export interface AuditFilter {
  action: string | undefined;
  who: string | undefined;
  company: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

/** Chooses what, by whom, at which company and on which days. Everything is chosen from what there is. */
export function AuditFilters({
  value,
  onChange,
}: {
  value: AuditFilter;
  onChange: (change: Partial<AuditFilter>) => void;
}) {
  const actions = useAuditActions().data?.items;
  const team = useTeam().data?.items;
  const apiKeys = useApiKeys().data?.items;
  const company = useCompany(value.company).data;
  const filtered = Object.values(value).some(Boolean);
  return (
    <search className="audit-filter" aria-label="Filters of the log">
      <SelectField label="What" value={value.action ?? ""} onChange={(action) => onChange({ action })}>
        <option value="">Anything</option>
        {inOrder(withChosen(actions, value.action)).map((action) => (
          <option key={action} value={action}>
            {actionLabel(action)}
          </option>
        ))}
      </SelectField>
      <SelectField label="Who" value={value.who ?? ""} onChange={(who) => onChange({ who })}>
        <option value="">Anybody</option>
        {value.who && !team?.some(is(value.who)) && !apiKeys?.some(is(value.who)) && (
          <option value={value.who}>{team && apiKeys ? "Somebody else" : "One moment"}</option>
        )}
        <optgroup label="People">
          {team?.map((user) => (
            <option key={user.id} value={user.id}>
              {user.name || user.email}
            </option>
          ))}
        </optgroup>
        {apiKeys && apiKeys.length > 0 && (
          <optgroup label="API keys">
            {apiKeys.map((key) => (
              <option key={key.id} value={key.id}>
                {key.name}
              </option>
            ))}
          </optgroup>
        )}
      </SelectField>
      <CompanyPicker
        label="Company"
        placeholder="Any company"
        value={company}
        onChange={(company) => onChange({ company: company?.id })}
      />
      <TextField
        label="From"
        type="date"
        max={value.to}
        value={value.from ?? ""}
        onChange={(from) => onChange({ from })}
      />
      <TextField label="To" type="date" min={value.from} value={value.to ?? ""} onChange={(to) => onChange({ to })} />
      {filtered && (
        <button
          type="button"
          className="quiet"
          onClick={() =>
            onChange({ action: undefined, who: undefined, company: undefined, from: undefined, to: undefined })
          }
        >
          Clear
        </button>
      )}
    </search>
  );
}

const is =
  (id: string) =>
  (each: { id: string }): boolean =>
    each.id === id;

function inOrder(actions: readonly string[]): string[] {
  return [...actions].sort((a, b) => actionLabel(a).localeCompare(actionLabel(b)));
}
