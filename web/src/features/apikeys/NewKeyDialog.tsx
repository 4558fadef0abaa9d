import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem } from "../../api/ProblemNote";
import type { Scope } from "../../api/types";
import { useTeam } from "../../api/useTeam";
import { Copy } from "../../ui/Copy";
import { Dialog } from "../../ui/Dialog";
import { Check, SelectField, TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";

const scopes: { scope: Scope; says: string }[] = [
  { scope: "verifications:write", says: "Start, check, send again, cancel" },
  { scope: "verifications:read", says: "See verifications and evidence" },
  { scope: "contacts:read", says: "See companies and contacts" },
  { scope: "contacts:write", says: "Add and change companies and contacts" },
  { scope: "messages:read", says: "See messages with clients, and their tickets" },
  { scope: "messages:write", says: "Write to clients, close conversations" },
  { scope: "settings:read", says: "See policies, texts and settings" },
  { scope: "admin", says: "Everything an admin may do" },
];

/** Creates a key; its secret is shown this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const users = useTeam();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Scope[]>(["verifications:write", "verifications:read", "contacts:read"]);
  const [userId, setUserId] = useState("");
  const create = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api-keys", { body: { name: name.trim(), scopes: chosen, user_id: userId || undefined } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.apiKeys }),
  });

  if (create.data) {
    const secret = create.data.secret;
    if (!secret) {
      return (
        <Dialog title="The key was made, but its secret is lost" onClose={onClose}>
          <p>
            The connection broke when the secret was on its way, and it is shown once only. Revoke the key and make
            another.
          </p>
        </Dialog>
      );
    }
    return (
      <Dialog title={`${create.data.name} is ready`} onClose={onClose}>
        <p>
          <strong>Copy the key now.</strong> It is shown this once; we keep only a fingerprint.
        </p>
        <div className="row">
          <code className="secret grow" data-secret="">
            {secret}
          </code>
          <Copy text={secret} what="the key" />
        </div>
        <p className="soft">
          Send it as <code>Authorization: Bearer …</code>, and keep it where your other secrets are.
        </p>
        <div className="actions">
          <button type="button" className="primary" onClick={onClose}>
            I have it
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Create a key" onClose={onClose}>
      <Form className="stack wide" onSubmit={() => create.mutate()}>
        <TextField
          label="Name"
          required
          autoFocus
          autoComplete="off"
          maxLength={80}
          hint="The audit log shows it: “API key NAME”."
          value={name}
          onChange={setName}
          error={fieldError(create.error, "name")}
        />
        <fieldset>
          <legend>May</legend>
          <div className="stack">
            {scopes.map(({ scope, says }) => (
              <Check
                key={scope}
                label={says}
                hint={<code>{scope}</code>}
                checked={chosen.includes(scope)}
                onChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((each) => each !== scope))}
              />
            ))}
          </div>
        </fieldset>
        <SelectField
          label="Acts as"
          hint="With a person, what the key does is theirs, and it sees no more than they do."
          value={userId}
          onChange={setUserId}
        >
          <option value="">Itself</option>
          {users.data?.items
            .filter((user) => user.status === "active")
            .map((user) => (
              <option key={user.id} value={user.id}>
                {user.name}
              </option>
            ))}
        </SelectField>
        <FormProblem error={create.error} fields={["name"]} />
        <FormActions onCancel={onClose} disabled={create.isPending || chosen.length === 0}>
          Create
        </FormActions>
      </Form>
    </Dialog>
  );
}
