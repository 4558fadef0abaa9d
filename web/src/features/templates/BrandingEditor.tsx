import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { fieldError } from "../../api/fieldErrors";
import { FormProblem } from "../../api/ProblemNote";
import type { Branding, Template, TemplateKind } from "../../api/types";
import { useSenders } from "../../api/useSenders";
import { Field, SelectField, TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { groupedNumber } from "../../ui/groupedNumber";
import { SaveBar } from "../../ui/SaveBar";
import { useToast } from "../../ui/Toasts";
import { useDraft } from "../../ui/useDraft";
import { withChosen } from "../../ui/withChosen";
import { ColourField } from "./ColourField";
import { templateKinds } from "./labels";
import { readLogo } from "./logo";
import { Preview } from "./Preview";
import { usePreview, useSaveBranding } from "./useTemplates";

const fields = ["logo", "accent", "gradient_from", "gradient_to", "sender_name", "sender_email", "sender_number"];
const shown: TemplateKind[] = ["landing_page", "email_link", "email_code"];

/** Logo, colours and sender, with the page and the mails they appear on. */
export function BrandingEditor({ branding, templates }: { branding: Branding; templates: Template[] }) {
  const { draft, change, undo, changed } = useDraft(branding);
  const own = useSenders().data;
  const save = useSaveBranding();
  const toast = useToast();
  const [kind, setKind] = useState<TemplateKind>("landing_page");
  const [complaint, setComplaint] = useState<string>();
  const preview = usePreview(kind, templates.find((each) => each.kind === kind)?.text, tidy(draft));
  const refused = save.error ?? preview.error;
  const set = (part: Partial<Branding>) => {
    save.reset();
    change(part);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = await readLogo(file);
    setComplaint("complaint" in read ? read.complaint : undefined);
    if ("logo" in read) set({ logo: read.logo });
  };

  return (
    <div className="editor">
      <Form
        className="card editor-form"
        onSubmit={() =>
          save.mutate(tidy(draft), {
            onSuccess: () => toast({ tone: "ok", words: "Saved. Your people and your clients see it from now on." }),
          })
        }
      >
        <div className="card-body stack wide">
          <h2>Logo, colours and sender</h2>
          <Field
            label="Logo"
            hint="PNG, JPEG or WebP, at most 10 KB. It goes into every mail and onto the page behind a link."
            error={complaint ?? fieldError(refused, "logo")}
          >
            {(wiring) => (
              <div className="row">
                <span className="logo-box">
                  {draft.logo ? <img src={draft.logo} alt="Your logo" /> : <span className="faint">none</span>}
                </span>
                <input
                  {...wiring}
                  type="file"
                  className="file"
                  accept="image/png,image/jpeg,image/webp"
                  onChange={(event) => void take(event.target.files?.[0])}
                />
                {draft.logo && (
                  <button
                    type="button"
                    className="quiet"
                    onClick={() => {
                      setComplaint(undefined);
                      set({ logo: undefined });
                    }}
                  >
                    Remove
                  </button>
                )}
              </div>
            )}
          </Field>
          <ColourField
            label="Accent"
            hint="Buttons and links, here too."
            value={draft.accent}
            onChange={(accent) => set({ accent })}
            error={fieldError(refused, "accent")}
          />
          <div className="form-grid">
            <ColourField
              label="Gradient from"
              value={draft.gradient_from}
              onChange={(gradient_from) => set({ gradient_from })}
              error={fieldError(refused, "gradient_from")}
            />
            <ColourField
              label="Gradient to"
              value={draft.gradient_to}
              onChange={(gradient_to) => set({ gradient_to })}
              error={fieldError(refused, "gradient_to")}
            />
          </div>
          <TextField
            label="Sender's name"
            required
            maxLength={120}
            value={draft.sender_name}
            onChange={(sender_name) => set({ sender_name })}
            error={fieldError(refused, "sender_name")}
          />
          <div className="form-grid">
            <SelectField
              label="Sender's e-mail"
              value={draft.sender_email ?? ""}
              onChange={(sender_email) => set({ sender_email })}
              error={fieldError(refused, "sender_email")}
            >
              <option value="">The platform's sender</option>
              {withChosen(own?.mailboxes, branding.sender_email).map((mailbox) => (
                <option key={mailbox}>{mailbox}</option>
              ))}
            </SelectField>
            <SelectField
              label="Verification number"
              value={draft.sender_number ?? ""}
              onChange={(sender_number) => set({ sender_number })}
              error={fieldError(refused, "sender_number")}
            >
              <option value="">The platform's number</option>
              {withChosen(own?.numbers, branding.sender_number).map((number) => (
                <option key={number} value={number}>
                  {groupedNumber(number)}
                </option>
              ))}
            </SelectField>
          </div>
          <p className="soft">
            Your name stands under <Link to="/manage/profile">Profile</Link>.{" "}
            <Link to="/manage/senders">Own senders</Link> lists the numbers and mailboxes that are assigned to you.
          </p>
          <FormProblem error={refused} fields={fields} />
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
      <div className="stack">
        <div className="row wrap" role="group" aria-label="Show on">
          {shown.map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={kind === each}
              onClick={() => setKind(each)}
            >
              {templateKinds.find((about) => about.kind === each)?.label}
            </button>
          ))}
        </div>
        <Preview
          kind={kind}
          preview={preview.data}
          stale={preview.isError || preview.isPlaceholderData}
          refused={preview.isError}
        />
      </div>
    </div>
  );
}

/** Nothing chosen means the platform's own. */
function tidy(draft: Branding): Branding {
  return {
    ...draft,
    sender_email: draft.sender_email || undefined,
    sender_number: draft.sender_number || undefined,
  };
}
