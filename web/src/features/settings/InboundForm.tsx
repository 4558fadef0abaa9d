import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { FormProblem } from "../../api/ProblemNote";
import type { InboundSettings } from "../../api/types";
import { Check, NumberField, TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { Phone } from "../../ui/Phone";
import { SaveBar } from "../../ui/SaveBar";
import { Skeleton } from "../../ui/Skeleton";
import { useDraft } from "../../ui/useDraft";
import { writable } from "./fields";

/** The keywords that clients write in with, and their effects. */
export function Inbound() {
  const api = useApi();
  const query = useQuery({
    queryKey: keys.inboundSettings,
    queryFn: ({ signal }) => unwrap(api.GET("/inbound-settings", { signal })),
  });
  if (query.isError)
    return (
      <div className="card">
        <LoadError query={query} />
      </div>
    );
  return query.data ? (
    <InboundForm settings={query.data} />
  ) : (
    <div className="card pad">
      <Skeleton lines={8} />
    </div>
  );
}

const fields = ["verify_word", "confirm_word", "deny_word", "minutes", "note_approval"];

function InboundForm({ settings }: { settings: InboundSettings }) {
  const api = useApi();
  const client = useQueryClient();
  const { draft, change, undo, changed } = useDraft(settings);
  const save = useMutation({
    mutationFn: (body: InboundSettings) => unwrap(api.PUT("/inbound-settings", { body: writable(body) })),
    onSuccess: (saved) => client.setQueryData(keys.inboundSettings, saved),
  });
  const word = (field: "verify_word" | "confirm_word" | "deny_word", label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      required
      minLength={2}
      maxLength={24}
      autoComplete="off"
      spellCheck={false}
      value={draft[field]}
      onChange={(value) => {
        save.reset();
        change({ [field]: value });
      }}
      error={fieldError(save.error, field)}
    />
  );
  return (
    <Form className="card" aria-label="Client messages" onSubmit={() => save.mutate(draft)}>
      <div className="card-body stack wide">
        <p className="soft">
          {settings.verification_number ? (
            <>
              Clients write to{" "}
              <strong>
                <Phone>{settings.verification_number}</Phone>
              </strong>
              . Put the number and the first word where they look when a caller says to be you.
            </>
          ) : (
            "There is no number yet that clients could write to. Set one under Look."
          )}
        </p>
        <div className="form-grid words">
          {word("verify_word", "They ask with", "Is this technician real?")}
          {word("confirm_word", "They confirm with", "Both codes are the same.")}
          {word("deny_word", "They deny with", "The codes differ; your admins get an alert.")}
        </div>
        <NumberField
          label="We wait for an answer for"
          unit="minutes"
          min={5}
          max={60}
          value={draft.minutes}
          onChange={(minutes) => change({ minutes })}
          error={fieldError(save.error, "minutes")}
        />
        <Check
          label="A technician approves each note"
          hint="Off: the note goes into the ticket by itself when it ends."
          checked={draft.note_approval}
          onChange={(note_approval) => change({ note_approval })}
        />
        <FormProblem error={save.error} fields={fields} />
      </div>
      <SaveBar
        changed={changed}
        busy={save.isPending}
        onUndo={() => {
          save.reset();
          undo();
        }}
      />
    </Form>
  );
}
