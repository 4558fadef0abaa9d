import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { fieldError, shownAtFields } from "../../api/fieldErrors";
import { ProblemNote } from "../../api/ProblemNote";
import type { Integration, PSAKind, TicketDefault } from "../../api/types";
import { useUndoToast } from "../../api/useUndoToast";
import { SelectField, TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { SaveBar } from "../../ui/SaveBar";
import { useToast } from "../../ui/Toasts";
import { useDraft } from "../../ui/useDraft";
import { CheckChip, CheckOutcome } from "./CheckOutcome";
import { ChoiceField } from "./ChoiceField";
import { choose, draftOf, type ProfileDraft, toSave } from "./fields";
import { useTicketDefaultActions } from "./useTicketDefaults";

interface Props {
  /** The profile to change; without it a new one is made. */
  profile: TicketDefault | undefined;
  integrations: readonly Integration[];
  kinds: readonly PSAKind[];
}

/** One profile of new tickets, made of its PSA's own fields. */
export function TicketDefaultForm({ profile, integrations, kinds }: Props) {
  const navigate = useNavigate();
  const toast = useToast();
  const archived = useUndoToast();
  const { save, validate, archive, restore } = useTicketDefaultActions();
  const [empty] = useState<ProfileDraft>({
    name: "",
    integrationId: integrations[0]?.id ?? "",
    fields: {},
    labels: {},
  });
  const { draft, change, undo, changed } = useDraft(profile ? draftOf(profile) : empty);
  const of = integrations.find((each) => each.id === draft.integrationId);
  const kind = kinds.find((each) => each.kind === of?.kind);
  const fields = kind?.fields ?? [];
  const shown = ["name", "integration_id", ...fields.map((each) => each.name)];
  const submit = () => {
    save.mutate(
      { id: profile?.id, body: toSave(draft) },
      {
        onSuccess: (saved) => {
          toast({ tone: "ok", words: `${saved.name} is saved. Validate it before it is used.` });
          if (!profile)
            void navigate({ to: "/manage/ticket-defaults/$ticketDefaultId", params: { ticketDefaultId: saved.id } });
        },
      },
    );
  };
  const putAway = ({ id, name }: TicketDefault) =>
    archive.mutate(id, {
      onSuccess: () => {
        archived(`${name} is archived: no new ticket begins with it. Tickets that exist stay as they are.`, () =>
          restore(id),
        );
        void navigate({ to: "/manage/ticket-defaults" });
      },
    });
  return (
    <div className="stack">
      <div className="row wrap form-head">
        <h2>{profile ? profile.name : "A new profile"}</h2>
        {profile && <CheckChip status={profile.status} />}
        <span className="end" />
        {profile && (
          <button
            type="button"
            disabled={changed || validate.isPending || profile.status === "checking" || !of}
            title={changed ? "Save first" : undefined}
            onClick={() => validate.mutate(profile.id)}
          >
            {profile.status === "checking" ? "Validating" : "Validate"}
          </button>
        )}
        {profile && (
          <button type="button" className="quiet" disabled={archive.isPending} onClick={() => putAway(profile)}>
            Archive
          </button>
        )}
      </div>
      {profile && <CheckOutcome profile={profile} />}
      <ProblemNote error={validate.error ?? archive.error} exact />
      <Form className="card form-sections" aria-label={profile ? profile.name : "A new profile"} onSubmit={submit}>
        <section>
          <div className="form-grid">
            <TextField
              label="Name"
              required
              maxLength={80}
              autoComplete="off"
              hint="SMS channels are given it by this name."
              value={draft.name}
              onChange={(name) => change({ name })}
              error={fieldError(save.error, "name")}
            />
            {(integrations.length > 1 || !of) && (
              <SelectField
                label="PSA"
                disabled={profile !== undefined}
                value={draft.integrationId}
                onChange={(integrationId) => change({ integrationId, fields: {}, labels: {} })}
                error={fieldError(save.error, "integration_id")}
              >
                {integrations.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name}
                  </option>
                ))}
                {!of && profile && <option value={profile.integration.id}>{profile.integration.name}</option>}
              </SelectField>
            )}
          </div>
        </section>
        <section aria-label="Fields of a new ticket">
          {!of ? (
            <p className="soft">Its PSA is not connected any more. Archive this profile, and make one for another.</p>
          ) : (
            <div className="form-grid">
              {fields.map((field) => (
                <ChoiceField
                  key={`${draft.integrationId} ${field.name}`}
                  integrationId={draft.integrationId}
                  field={field}
                  fields={fields}
                  chosen={draft.fields}
                  label={draft.labels[field.name]}
                  readOnly={false}
                  error={fieldError(save.error, field.name)}
                  onChoose={(value, label) => change(choose(fields, draft, field.name, value, label))}
                />
              ))}
            </div>
          )}
        </section>
        {save.error && (
          <div className="card-body">
            {shownAtFields(save.error, shown) ? (
              <p className="tone-bad" role="alert">
                Nothing was saved. Fix what is marked above.
              </p>
            ) : (
              <ProblemNote error={save.error} exact />
            )}
          </div>
        )}
        <SaveBar
          changed={changed}
          busy={save.isPending}
          onUndo={() => {
            save.reset();
            undo();
          }}
        >
          {profile && !changed ? "Everything is saved" : profile ? "Saving asks for a new validation" : "Not saved yet"}
        </SaveBar>
      </Form>
    </div>
  );
}
