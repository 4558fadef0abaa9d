import { useState } from "react";
import { fieldError } from "../../api/fieldErrors";
import { LoadError } from "../../api/LoadError";
import { FormProblem, ProblemNote } from "../../api/ProblemNote";
import type { ConversationTemplate, ConversationTemplateText } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { TextArea, TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { Skeleton } from "../../ui/Skeleton";
import { Counter } from "./Counter";
import { placeholders } from "./placeholders";
import { useConversationTemplateChanges, useConversationTemplates } from "./useConversations";

const fields = ["name", "subject", "body"];
const blank: ConversationTemplateText = { name: "", body: "" };

interface Edited {
  id: string | undefined;
  text: ConversationTemplateText;
}

/** Texts to begin from: add, change, copy, delete. A deleted one is taken back here: a notice below the dialog could not be pressed. */
export function TemplatesDialog({ onClose }: { onClose: () => void }) {
  const templates = useConversationTemplates();
  const [edited, edit] = useState<Edited>();
  const [gone, setGone] = useState<ConversationTemplate>();
  const { save, remove } = useConversationTemplateChanges();
  if (edited)
    return (
      <Dialog title={edited.id ? "Change the template" : "Add a template"} onClose={() => edit(undefined)}>
        <TemplateForm edited={edited} onDone={() => edit(undefined)} />
      </Dialog>
    );
  return (
    <Dialog title="Templates" onClose={onClose}>
      {templates.isPending && <Skeleton lines={4} />}
      {templates.isError && <LoadError query={templates} />}
      {templates.data?.items.length === 0 && (
        <p className="soft">Nothing here yet. A template is a text to begin from; everybody at the desk can use it.</p>
      )}
      <ul className="template-rows">
        {templates.data?.items.map((each) => (
          <li key={each.id} className="row wrap">
            <div className="grow">
              <strong className="clip">
                <bdi>{each.name}</bdi>
              </strong>
              <div className="faint clip">{each.body}</div>
            </div>
            <button
              type="button"
              className="quiet"
              aria-label={`Edit ${each.name}`}
              onClick={() => edit({ id: each.id, text: textOf(each) })}
            >
              Edit
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={`Copy ${each.name}`}
              onClick={() =>
                edit({ id: undefined, text: { ...textOf(each), name: `${each.name} (copy)`.slice(0, 80) } })
              }
            >
              Copy
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={`Delete ${each.name}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate(each.id, { onSuccess: () => setGone(each) })}
            >
              Delete
            </button>
          </li>
        ))}
      </ul>
      <ProblemNote error={remove.error ?? save.error} />
      {gone && (
        <div className="banner row wrap" role="status">
          <span className="grow">
            “<bdi>{gone.name}</bdi>” is deleted for everybody. What was written with it stays.
          </span>
          <button
            type="button"
            className="small"
            disabled={save.isPending}
            onClick={() => save.mutate({ id: undefined, text: textOf(gone) }, { onSuccess: () => setGone(undefined) })}
          >
            Undo
          </button>
        </div>
      )}
      <div className="actions">
        <button type="button" className="quiet" onClick={onClose}>
          Done
        </button>
        <button type="button" className="primary" onClick={() => edit({ id: undefined, text: blank })}>
          Add a template
        </button>
      </div>
    </Dialog>
  );
}

function textOf({ name, subject, body }: ConversationTemplate): ConversationTemplateText {
  return { name, body, ...(subject ? { subject } : {}) };
}

function TemplateForm({ edited, onDone }: { edited: Edited; onDone: () => void }) {
  const [text, setText] = useState(edited.text);
  const { save } = useConversationTemplateChanges();
  const change = (part: Partial<ConversationTemplateText>) => setText((before) => ({ ...before, ...part }));
  return (
    <Form
      className="stack wide"
      onSubmit={() =>
        save.mutate(
          { id: edited.id, text: { ...text, name: text.name.trim(), subject: text.subject?.trim() || undefined } },
          { onSuccess: onDone },
        )
      }
    >
      <TextField
        label="Name"
        required
        maxLength={80}
        autoComplete="off"
        value={text.name}
        onChange={(name) => change({ name })}
        error={fieldError(save.error, "name")}
      />
      <TextField
        label="Subject"
        placeholder="Optional"
        maxLength={100}
        autoComplete="off"
        value={text.subject ?? ""}
        onChange={(subject) => change({ subject })}
        error={fieldError(save.error, "subject")}
      />
      <TextArea
        label="Text"
        required
        rows={5}
        maxLength={1600}
        hint={
          <>
            Filled in for you:{" "}
            {placeholders.map((each, at) => (
              <span key={each}>
                {at > 0 && ", "}
                <code>{each}</code>
              </span>
            ))}
          </>
        }
        value={text.body}
        onChange={(body) => change({ body })}
        error={fieldError(save.error, "body")}
      />
      <Counter text={text.body} />
      <FormProblem error={save.error} fields={fields} />
      <FormActions onCancel={onDone} disabled={save.isPending}>
        {edited.id ? "Save" : "Add"}
      </FormActions>
    </Form>
  );
}
