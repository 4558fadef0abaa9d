import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem } from "../../api/ProblemNote";
import type { Contact, Ref } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { CompanyForm, CompanyPicker } from "../companies/public";

const fields = ["name", "company_id", "email", "mobile", "phone"];

/** Adds a contact, or changes one. */
export function ContactForm({
  contact,
  company: preset,
  onClose,
  onSaved,
}: {
  contact?: Contact;
  company?: Ref | undefined;
  onClose: () => void;
  onSaved: (contact: Contact) => void;
}) {
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState(contact?.name ?? "");
  const [company, setCompany] = useState<Ref | undefined>(contact?.company ?? preset);
  const [reach, setReach] = useState({
    email: contact?.email ?? "",
    mobile: contact?.mobile ?? "",
    phone: contact?.phone ?? "",
  });
  const [newCompany, setNewCompany] = useState<string>();

  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), company_id: company?.id ?? "", ...trimmed(reach) };
      if (contact)
        return unwrap(
          api.PATCH("/contacts/{contact_id}", {
            params: { path: { contact_id: contact.id } },
            body: changes(contact, body),
          }),
        );
      return unwrap(
        api.POST("/contacts", {
          body: {
            ...body,
            email: body.email || undefined,
            mobile: body.mobile || undefined,
            phone: body.phone || undefined,
          },
        }),
      );
    },
    onSuccess: (saved) => {
      client.setQueryData(keys.contact(saved.id), saved);
      void client.invalidateQueries({ queryKey: keys.contacts });
      void client.invalidateQueries({ queryKey: keys.channels(saved.id) });
      onSaved(saved);
    },
  });
  const [missed, missCompany] = useState(false);
  const proven = contact?.shields.some(
    (shield) => shield.verified_until && Date.parse(shield.verified_until) > Date.now(),
  );

  return (
    <Dialog title={contact ? `Edit ${contact.name}` : "Add a contact"} onClose={onClose}>
      <Form className="stack wide" onSubmit={() => (company ? save.mutate() : missCompany(true))}>
        <TextField
          label="Name"
          required
          maxLength={200}
          autoFocus
          autoComplete="off"
          value={name}
          onChange={setName}
          error={fieldError(save.error, "name")}
        />
        <CompanyPicker
          label="Company"
          required
          value={company}
          onChange={setCompany}
          onCreate={setNewCompany}
          error={
            fieldError(save.error, "company_id") ??
            (missed && !company ? "Choose a company of the list, or add it." : undefined)
          }
        />
        <TextField
          label="Mobile"
          type="tel"
          maxLength={40}
          autoComplete="off"
          hint="With or without the country code; without it, the company's country is taken."
          value={reach.mobile}
          onChange={(mobile) => setReach({ ...reach, mobile })}
          error={fieldError(save.error, "mobile")}
        />
        <TextField
          label="Phone"
          type="tel"
          maxLength={40}
          autoComplete="off"
          hint="An office line, for voice calls."
          value={reach.phone}
          onChange={(phone) => setReach({ ...reach, phone })}
          error={fieldError(save.error, "phone")}
        />
        <TextField
          label="E-mail"
          type="email"
          maxLength={254}
          autoComplete="off"
          value={reach.email}
          onChange={(email) => setReach({ ...reach, email })}
          error={fieldError(save.error, "email")}
        />
        {contact && (
          <p className={proven ? "banner warn" : "soft"}>
            A number or address that you change loses its green shield at once. Never change one because a caller asks
            you to.
          </p>
        )}
        <FormProblem error={save.error} fields={fields} />
        <FormActions onCancel={onClose} disabled={save.isPending}>
          {contact ? "Save" : "Add"}
        </FormActions>
      </Form>
      {newCompany !== undefined && (
        <CompanyForm
          name={newCompany}
          onClose={() => setNewCompany(undefined)}
          onSaved={(made) => {
            setCompany({ id: made.id, name: made.name });
            setNewCompany(undefined);
          }}
        />
      )}
    </Dialog>
  );
}

type Reach = { email: string; mobile: string; phone: string };

function trimmed(reach: Reach): Reach {
  return { email: reach.email.trim(), mobile: reach.mobile.trim(), phone: reach.phone.trim() };
}

/** Only the changed fields: an unchanged number must keep its shield. */
function changes(contact: Contact, body: Reach & { name: string; company_id: string }): Partial<typeof body> {
  const before = {
    name: contact.name,
    company_id: contact.company.id,
    email: contact.email ?? "",
    mobile: contact.mobile ?? "",
    phone: contact.phone ?? "",
  };
  return Object.fromEntries(
    Object.entries(body).filter(([field, value]) => before[field as keyof typeof before] !== value),
  );
}
