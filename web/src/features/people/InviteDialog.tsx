import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem } from "../../api/ProblemNote";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { useToast } from "../../ui/Toasts";
import { PermissionFields, type Permissions } from "./PermissionFields";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [may, setMay] = useState<Permissions>({
    role: "technician",
    use_mfa: true,
    allow_ui: true,
    limited: false,
    companies: [],
  });
  const invite = useMutation({
    mutationFn: () => {
      const { companies, ...rest } = may;
      return unwrap(
        api.POST("/users", {
          body: {
            email: email.trim(),
            name: name.trim() || undefined,
            ...rest,
            company_ids: may.limited ? companies.map((company) => company.id) : [],
          },
        }),
      );
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.users });
      toast({ tone: "ok", words: `The invitation to ${email.trim()} is on its way.` });
      onClose();
    },
  });
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <Form className="stack wide" onSubmit={() => invite.mutate()}>
        <TextField
          label="E-mail"
          type="email"
          required
          autoFocus
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={setEmail}
          error={fieldError(invite.error, "email")}
        />
        <TextField
          label="Name"
          autoComplete="off"
          maxLength={120}
          hint="They can change it when they accept."
          value={name}
          onChange={setName}
          error={fieldError(invite.error, "name")}
        />
        <PermissionFields value={may} onChange={(part) => setMay({ ...may, ...part })} />
        <FormProblem error={invite.error} fields={["email", "name"]} />
        <FormActions onCancel={onClose} disabled={invite.isPending}>
          Send the invitation
        </FormActions>
      </Form>
    </Dialog>
  );
}
