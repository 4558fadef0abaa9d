import { useState } from "react";
import { ContactPicker } from "../../api/ContactPicker";
import { fieldError } from "../../api/fieldErrors";
import { kindLabel } from "../../api/labels";
import { FormProblem } from "../../api/ProblemNote";
import type { Contact, UnknownSender } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { Form, FormActions } from "../../ui/Form";
import { groupedNumber } from "../../ui/groupedNumber";
import { KindField, kindsOf } from "./KindField";
import { usePutOnFile } from "./useUnknownSenders";

interface Props {
  sender: UnknownSender;
  onClose: () => void;
  onDone: (contact: Contact) => void;
}

/** Puts an unknown sender on file at a contact. */
export function AssignSender({ sender, onClose, onDone }: Props) {
  const { assign } = usePutOnFile(sender.id);
  const [contact, setContact] = useState<Contact>();
  const [kind, setKind] = useState(kindsOf(sender)[0]);
  const replaced = contact?.shields.find((shield) => shield.kind === kind)?.masked;
  return (
    <Dialog title={`Whose is ${groupedNumber(sender.contact_point ?? "")}?`} onClose={onClose}>
      <Form
        className="stack wide"
        onSubmit={() => contact && assign.mutate({ contact_id: contact.id, kind }, { onSuccess: onDone })}
      >
        <ContactPicker
          label="Contact"
          value={contact}
          onChange={setContact}
          error={fieldError(assign.error, "contact_id")}
        />
        <KindField sender={sender} value={kind} onChange={setKind} error={fieldError(assign.error, "kind")} />
        <p className={replaced ? "banner warn" : "soft"}>
          {replaced && (
            <strong>
              It replaces {kindLabel[kind].toLowerCase()} {replaced}.
            </strong>
          )}
          It proves little until it has cooled off. Never put it on file because a caller asks you to.
        </p>
        <FormProblem error={assign.error} fields={["contact_id", "kind"]} />
        <FormActions onCancel={onClose} disabled={!contact || assign.isPending}>
          Assign
        </FormActions>
      </Form>
    </Dialog>
  );
}
