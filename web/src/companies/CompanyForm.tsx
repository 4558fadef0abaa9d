import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../api/ApiContext";
import { must } from "../api/client";
import { keys } from "../api/queries";
import type { Company } from "../api/types";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { fieldError, ProblemNote, toldAtFields } from "../parts/ProblemNote";
import { CountrySelect } from "./CountrySelect";

/** Adds a client company. */
export function CompanyForm({ name: typed, onClose, onSaved }: { name: string; onClose: () => void; onSaved: (company: Company) => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState(typed);
  const [country, setCountry] = useState("US");
  const save = useMutation({
    mutationFn: () => must(api.POST("/companies", { body: { name: name.trim(), country } })),
    onSuccess: (made) => { void client.invalidateQueries({ queryKey: keys.companies }); onSaved(made); },
  });
  return (
    <Dialog title="Add a company" onClose={onClose}>
      <form className="stack wide" onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); save.mutate(); }}>
        <TextField label="Name" required maxLength={200} autoFocus autoComplete="off" value={name} onChange={setName} error={fieldError(save.error, "name")} />
        <CountrySelect label="Country" hint="Numbers without a country code are read as numbers of this country." value={country} onChange={setCountry} />
        {save.error && !toldAtFields(save.error, ["name"]) && <ProblemNote error={save.error} />}
        <div className="actions">
          <button type="button" className="quiet" onClick={onClose}>Cancel</button>
          <button type="submit" className="primary" disabled={save.isPending}>Add company</button>
        </div>
      </form>
    </Dialog>
  );
}
