import { useState } from "react";
import { ContactPicker } from "../../api/ContactPicker";
import { fieldError } from "../../api/fieldErrors";
import { FormProblem } from "../../api/ProblemNote";
import type { Contact, Conversation } from "../../api/types";
import { useSMSChannels } from "../../api/useSMSChannels";
import { useTriggerWords } from "../../api/useTriggerWords";
import { may, useSession } from "../../session/useSession";
import { Dialog } from "../../ui/Dialog";
import { SelectField, TextArea, TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { firstName } from "../../ui/firstName";
import { groupedNumber } from "../../ui/groupedNumber";
import { Counter, longestText } from "./Counter";
import { fill, unfilled } from "./placeholders";
import { TemplatePicker } from "./TemplatePicker";
import { useStartConversation } from "./useConversations";

const fields = ["contact_id", "ticket_id", "subject", "body", "channel_id"];

interface Props {
  /** The recipient, where it is known already. */
  contact?: Contact;
  /** The ticket it belongs to, where it was opened from one. */
  ticketId?: string;
  onClose: () => void;
  onStarted: (conversation: Conversation) => void;
}

/** Writes to a contact. The number is the one on file, never one that is typed. */
export function NewConversation({ contact: given, ticketId = "", onClose, onStarted }: Props) {
  const session = useSession().data;
  const channels = useSMSChannels();
  const words = useTriggerWords(may(session, "settings:read"));
  const start = useStartConversation();
  const [contact, setContact] = useState<Contact | undefined>(given);
  const [draft, setDraft] = useState({ channelId: "", ticketId, subject: "", body: "" });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const all = channels.data?.items ?? [];
  const channelId = draft.channelId || all[0]?.id;
  // Placeholders are filled in on sending, so that the template can be chosen before the contact.
  const filling = {
    name: contact ? firstName(contact.name) : "",
    ticket: draft.ticketId.trim(),
    technician: session?.user.name ?? "",
    msp: session?.tenant.name ?? "",
    ...words.data,
  };
  const body = fill(draft.body, filling);
  const subject = fill(draft.subject, filling);
  const open = unfilled(`${body} ${subject}`);
  const without = channels.isSuccess && all.length === 0;
  const ready =
    contact !== undefined &&
    body.trim() !== "" &&
    [...body].length <= longestText &&
    open.length === 0 &&
    !without &&
    !start.isPending;

  const submit = () => {
    if (!ready) return;
    start.mutate(
      {
        channel_id: channelId,
        contact_id: contact.id,
        ticket_id: draft.ticketId.trim() || undefined,
        subject: subject.trim() || undefined,
        body: body.trim(),
      },
      { onSuccess: onStarted },
    );
  };
  return (
    <Dialog title="New conversation" onClose={onClose}>
      <Form
        className="stack wide"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
        }}
      >
        {without && (
          <p className="banner warn">
            <strong>There is no SMS channel yet.</strong>An admin adds one under Settings.
          </p>
        )}
        <ContactPicker label="To" value={contact} onChange={setContact} error={fieldError(start.error, "contact_id")} />
        {contact && !contact.mobile && (
          <p className="banner warn">
            <bdi>{contact.name}</bdi> has no mobile on file. Add it to the contact first.
          </p>
        )}
        {all.length > 1 && (
          <SelectField
            label="From"
            value={channelId ?? ""}
            onChange={(value) => change({ channelId: value })}
            error={fieldError(start.error, "channel_id")}
          >
            {all.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}, {groupedNumber(each.number)}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label="Ticket"
          placeholder="Optional"
          maxLength={60}
          autoComplete="off"
          hint="An open one to go on in. Without it, a new one is made."
          value={draft.ticketId}
          onChange={(ticketId) => change({ ticketId })}
          error={fieldError(start.error, "ticket_id")}
        />
        <TextField
          label="Subject"
          placeholder="Optional"
          maxLength={100}
          autoComplete="off"
          hint="What the new ticket is called."
          value={draft.subject}
          onChange={(value) => change({ subject: value })}
          error={fieldError(start.error, "subject")}
        />
        <div className="stack">
          <TextArea
            label="Text"
            required
            rows={4}
            value={draft.body}
            onChange={(value) => change({ body: value })}
            error={fieldError(start.error, "body")}
          />
          <div className="row wrap">
            <TemplatePicker
              onChoose={(template) =>
                change({ body: template.body, ...(template.subject ? { subject: template.subject } : {}) })
              }
            />
            <span className="end">
              <Counter text={body} />
            </span>
          </div>
          {draft.body !== body && <p className="soft">They read: {body}</p>}
          {open.length > 0 && (
            <p className="tone-warn soft" role="status">
              Still to be filled in: {open.join(", ")}
            </p>
          )}
        </div>
        <FormProblem error={start.error} fields={fields} />
        <FormActions onCancel={onClose} disabled={!ready}>
          {start.isPending ? "Sending" : "Send"}
        </FormActions>
      </Form>
    </Dialog>
  );
}
