import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem } from "../../api/ProblemNote";
import type { Company } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { CountrySelect } from "./CountrySelect";
import { nameHint } from "./labels";

interface Props {
  /** The company to change; without it one is added. */
  company?: Company;
  name: string;
  onClose: () => void;
  onSaved: (company: Company) => void;
}

/** Adds a client company, or changes one. */
export function CompanyForm({ company, name: typed, onClose, onSaved }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState(typed);
  const [country, setCountry] = useState(company?.country ?? "");
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        company
          ? api.PATCH("/companies/{company_id}", {
              params: { path: { company_id: company.id } },
              body: { name: name.trim(), country },
            })
          : api.POST("/companies", { body: { name: name.trim(), country } }),
      ),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.companies });
      onSaved(made);
    },
  });
  return (
    <Dialog title={company ? `Edit ${company.name}` : "Add a company"} onClose={onClose}>
      <Form className="stack wide" onSubmit={() => save.mutate()}>
        <TextField
          label="Name"
          required
          maxLength={200}
          autoFocus
          autoComplete="off"
          hint={nameHint(company?.sources)}
          value={name}
          onChange={setName}
          error={fieldError(save.error, "name")}
        />
        <CountrySelect
          label="Country"
          hint="Numbers without a country code are read as numbers of this country. When it changes they are read again."
          unknown="Not known: as in Settings"
          value={country}
          onChange={setCountry}
        />
        <FormProblem error={save.error} fields={["name"]} />
        <FormActions onCancel={onClose} disabled={save.isPending}>
          {company ? "Save" : "Add company"}
        </FormActions>
      </Form>
    </Dialog>
  );
}
