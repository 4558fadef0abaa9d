import { useEffect } from "react";
import { fieldError, shownAtFields } from "../../api/fieldErrors";
import { ProblemNote } from "../../api/ProblemNote";
import type { Policy, PolicyVersion } from "../../api/types";
import { Check, NumberField, SelectField, TextArea, TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { SaveBar } from "../../ui/SaveBar";
import { useKeptDraft } from "../../ui/useDraft";
import { ChannelOrder } from "./ChannelOrder";
import { CountryList } from "./CountryList";
import { coolingHours, policyFields } from "./fields";
import { Pauses } from "./Pauses";

interface Props {
  /** Under which a draft is kept when one leaves. */
  name: string;
  version: PolicyVersion;
  /** The version that saving makes. */
  next: number | undefined;
  /** An earlier version to fill the form with. */
  restored: Partial<Policy> | undefined;
  readOnly: boolean;
  busy: boolean;
  error: unknown;
  onSave: (policy: Policy) => void;
}

/** Every rule of a policy. */
export function PolicyForm({ name, version, next, restored, readOnly, busy, error, onSave }: Props) {
  const { draft, change, undo, changed, found } = useKeptDraft(name, version.policy);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a restored version fills the form once
  useEffect(() => {
    if (restored) change(restored);
  }, [restored]);
  const submit = () => {
    onSave({ ...draft, send_pauses_seconds: draft.send_pauses_seconds.slice(0, Math.max(0, draft.max_sends - 1)) });
  };
  const number = (
    field:
      | "code_minutes"
      | "link_minutes"
      | "max_attempts"
      | "guesses_per_hour"
      | "guesses_per_day"
      | "max_sends"
      | "sends_per_number"
      | "sends_per_number_minutes"
      | "shield_minutes"
      | "history_length",
    label: string,
    unit: string,
    max: number,
    hint?: string,
  ) => (
    <NumberField
      label={label}
      unit={unit}
      min={1}
      max={max}
      hint={hint}
      disabled={readOnly}
      value={draft[field]}
      onChange={(value) => change({ [field]: value })}
      error={fieldError(error, field)}
    />
  );
  return (
    <Form className="card form-sections" onSubmit={submit}>
      <section>
        <h2>Ways</h2>
        <ChannelOrder
          value={draft.channels}
          disabled={readOnly}
          error={fieldError(error, "channels")}
          onChange={(channels) => change({ channels })}
        />
        <div className="form-grid">
          <SelectField
            label="Weakest way allowed"
            hint="Low: e-mail. Medium: SMS and voice. High: call back only, which withstands somebody in the middle."
            disabled={readOnly}
            value={draft.minimum_assurance ?? ""}
            onChange={(value) =>
              change({ minimum_assurance: value === "" ? undefined : (value as Policy["minimum_assurance"]) })
            }
            error={fieldError(error, "minimum_assurance")}
          >
            <option value="">Low: any way</option>
            <option value="medium">Medium</option>
            <option value="high">High</option>
          </SelectField>
          <TextField
            label="Help desk's line for call-backs"
            hint="Your help desk's own line, like +14155550100. Without it nobody can be called back."
            disabled={readOnly}
            value={draft.call_back_to ?? ""}
            onChange={(value) => change({ call_back_to: value === "" ? undefined : value })}
            error={fieldError(error, "call_back_to")}
          />
        </div>
      </section>
      <section>
        <h2>Codes and links</h2>
        <div className="form-grid">
          <SelectField
            label="Digits of a code"
            disabled={readOnly}
            value={String(draft.code_length)}
            onChange={(value) => change({ code_length: Number(value) })}
            error={fieldError(error, "code_length")}
          >
            {[6, 7, 8].map((length) => (
              <option key={length} value={length}>
                {length} digits
              </option>
            ))}
          </SelectField>
          {number("code_minutes", "A code is good for", "minutes", 30)}
          {number("link_minutes", "A link is good for", "minutes", 30)}
          {number("max_attempts", "Tries per verification", "tries", 5, "Over all its codes; then it is denied.")}
          {number("guesses_per_hour", "Wrong codes per person and hour", "codes", 10)}
          {number("guesses_per_day", "Wrong codes per person and day", "codes", 20)}
        </div>
      </section>
      <section>
        <h2>Sending</h2>
        <div className="form-grid">
          {number("max_sends", "Sends per verification", "sends", 5)}
          {number("sends_per_number", "Sends per number", "sends", 20)}
          {number("sends_per_number_minutes", "Counted over", "minutes", 1440)}
        </div>
        <Pauses
          sends={draft.max_sends}
          value={draft.send_pauses_seconds}
          disabled={readOnly}
          error={fieldError(error, "send_pauses_seconds")}
          onChange={(send_pauses_seconds) => change({ send_pauses_seconds })}
        />
        <CountryList
          value={draft.countries}
          disabled={readOnly}
          error={fieldError(error, "countries")}
          onChange={(countries) => change({ countries })}
        />
      </section>
      <section>
        <h2>At the desk</h2>
        <div className="form-grid">
          {number("shield_minutes", "A shield stays green", "minutes", 10080)}
          {number("history_length", "History shown", "entries", 100)}
          <NumberField
            label="A changed number or address cools off for"
            unit="hours"
            min={1}
            max={720}
            hint="Until then it proves little, unless somebody else approves it."
            disabled={readOnly}
            value={coolingHours(draft)}
            onChange={(value) => change({ cooling_hours: value })}
            error={fieldError(error, "cooling_hours")}
          />
        </div>
        <TextArea
          label="Banner"
          hint={`Shown above every verification. ${draft.banner.length} of 500 characters.`}
          maxLength={500}
          rows={2}
          disabled={readOnly}
          value={draft.banner}
          onChange={(banner) => change({ banner })}
          error={fieldError(error, "banner")}
        />
        <Check
          label="Ask for a note when the person is not the ticket's own contact"
          checked={draft.note_required}
          disabled={readOnly}
          onChange={(note_required) => change({ note_required })}
        />
        <Check
          label="The pod shows the ways to verify as soon as a ticket opens"
          checked={draft.show_on_load}
          disabled={readOnly}
          onChange={(show_on_load) => change({ show_on_load })}
        />
      </section>
      {error !== null && error !== undefined && (
        <div className="card-body">
          {shownAtFields(error, policyFields) ? (
            <p className="tone-bad" role="alert">
              Nothing was saved. Fix what is marked above.
            </p>
          ) : (
            <ProblemNote error={error} />
          )}
        </div>
      )}
      {found && !readOnly && (
        <p className="banner warn" role="status">
          <strong>Not saved yet.</strong>These are the changes that you left here.
        </p>
      )}
      {!readOnly && (
        <SaveBar changed={changed} busy={busy} onUndo={undo}>
          {changed
            ? `${next === undefined ? "Saving makes a new version" : `Saving makes version ${next}`}. Verifications that are open keep theirs.`
            : version.inherited
              ? "The default is in force"
              : `Version ${version.version} is in force`}
        </SaveBar>
      )}
    </Form>
  );
}
