import { useState } from "react";
import { fieldError } from "../../api/fieldErrors";
import { FormProblem } from "../../api/ProblemNote";
import type { Contact, Ref, UnknownSender } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { groupedNumber } from "../../ui/groupedNumber";
import { CompanyPicker } from "../companies/public";
import { KindField, kindsOf } from "./KindField";
import { usePutOnFile } from "./useUnknownSenders";

interface Props {
  sender: UnknownSender;
  onClose: () => void;
  onDone: (contact: Contact) => void;
}

/** Adds a contact who has the number or address of an unknown sender. */
export function ContactOfSender({ sender, onClose, onDone }: Props) {
  const { create } = usePutOnFile(sender.id);
  const [name, setName] = useState("");
  const [company, setCompany] = useState<Ref>();
  const [kind, setKind] = useState(kindsOf(sender)[0]);
  return (
    <Dialog title={`Add ${groupedNumber(sender.contact_point ?? "")} as a contact`} onClose={onClose}>
      <Form
        className="stack wide"
        onSubmit={() =>
          company && create.mutate({ name: name.trim(), company_id: company.id, kind }, { onSuccess: onDone })
        }
      >
        <TextField
          label="Name"
          required
          maxLength={200}
          autoComplete="off"
          value={name}
          onChange={setName}
          error={fieldError(create.error, "name")}
        />
        <CompanyPicker
          label="Company"
          required
          value={company}
          onChange={setCompany}
          error={fieldError(create.error, "company_id")}
        />
        <KindField sender={sender} value={kind} onChange={setKind} error={fieldError(create.error, "kind")} />
        <FormProblem error={create.error} fields={["name", "company_id", "kind"]} />
        <FormActions onCancel={onClose} disabled={!company || create.isPending}>
          Add
        </FormActions>
      </Form>
    </Dialog>
  );
}
