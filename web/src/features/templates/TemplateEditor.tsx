import { useRef } from "react";
import { fieldError } from "../../api/fieldErrors";
import { FormProblem, ProblemNote } from "../../api/ProblemNote";
import type { Template, TemplateText } from "../../api/types";
import { useUndoToast } from "../../api/useUndoToast";
import { TextArea, TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { SaveBar } from "../../ui/SaveBar";
import { useToast } from "../../ui/Toasts";
import { useDraft } from "../../ui/useDraft";
import { When } from "../../ui/When";
import { hasFooter, isEmail, templateKinds } from "./labels";
import { Placeholders } from "./Placeholders";
import { Preview } from "./Preview";
import { usePreview, useTemplateChanges } from "./useTemplates";

const fields = ["subject", "body", "signature", "footer"] as const;
type TextPart = (typeof fields)[number];

/** A text and, beside it, what becomes of it. */
export function TemplateEditor({ template }: { template: Template }) {
  const { kind } = template;
  const { draft, change, undo, changed } = useDraft<TemplateText>(template.text);
  const { save, reset } = useTemplateChanges(kind);
  const preview = usePreview(kind, draft);
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const last = useRef<TextPart>("body");
  const done = useUndoToast();
  const backToBuiltIn = () =>
    reset.mutate(undefined, {
      onSuccess: () =>
        done("The built-in text is used for every message from now on.", () => save.mutateAsync(template.text)),
    });
  // The preview tells what is wrong while one types; the answer to Save counts until the next change.
  const refused = preview.error ?? save.error;
  const about = templateKinds.find((each) => each.kind === kind);

  const part = (name: TextPart) => ({
    name,
    value: draft[name] ?? "",
    error: fieldError(refused, name),
    onChange: (value: string) => {
      save.reset();
      change({ [name]: value });
    },
    onFocus: () => {
      last.current = name;
    },
  });
  const insert = (placeholder: string) => {
    const area = form.current?.elements.namedItem(last.current) as HTMLInputElement | HTMLTextAreaElement | null;
    const at = area?.selectionStart ?? (draft[last.current] ?? "").length;
    const to = area?.selectionEnd ?? at;
    const before = draft[last.current] ?? "";
    save.reset();
    change({ [last.current]: before.slice(0, at) + placeholder + before.slice(to) });
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(at + placeholder.length, at + placeholder.length);
    });
  };

  return (
    <div className="editor">
      <Form
        ref={form}
        className="card editor-form"
        onSubmit={() =>
          save.mutate(draft, { onSuccess: () => toast({ tone: "ok", words: "Saved. The next message uses it." }) })
        }
      >
        <div className="card-body stack wide">
          <div className="row wrap">
            <h2>{about?.label}</h2>
            <span className="chip">{template.built_in ? "built in" : `yours, v${template.version ?? 1}`}</span>
            {template.changed_at && (
              <span className="soft">
                <When at={template.changed_at} />
                {template.changed_by && ` by ${template.changed_by}`}
              </span>
            )}
            {!template.built_in && (
              <button type="button" className="quiet end" disabled={reset.isPending} onClick={backToBuiltIn}>
                Back to the built-in text
              </button>
            )}
          </div>
          <p className="soft">{about?.says}</p>
          {isEmail(kind) && <TextField label="Subject" required maxLength={200} {...part("subject")} />}
          <TextArea label="Text" required rows={kind.startsWith("sms") ? 4 : 8} maxLength={8000} {...part("body")} />
          {isEmail(kind) && <TextArea label="Signature" rows={2} maxLength={2000} {...part("signature")} />}
          {hasFooter(kind) && <TextArea label="Footer" rows={2} maxLength={2000} {...part("footer")} />}
          <Placeholders all={template.placeholders} required={template.required_placeholders} onInsert={insert} />
          <FormProblem error={refused} fields={fields} />
          <ProblemNote error={reset.error} />
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
      <Preview
        kind={kind}
        preview={preview.data}
        stale={preview.isError || preview.isPlaceholderData}
        refused={preview.isError}
      />
    </div>
  );
}
