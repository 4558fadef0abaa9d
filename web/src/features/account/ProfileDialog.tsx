import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { ProblemNote } from "../../api/ProblemNote";
import type { User } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { Check, TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";

export function ProfileDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState(user.name);
  const [byMail, setByMail] = useState(user.notify_email ?? false);
  const save = useMutation({
    mutationFn: () => unwrap(api.PATCH("/me", { body: { name: name.trim(), notify_email: byMail } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.session });
      onClose();
    },
  });
  return (
    <Dialog title="Name and notifications" onClose={onClose}>
      <Form className="stack wide" onSubmit={() => save.mutate()}>
        <TextField
          label="Your name"
          autoComplete="name"
          required
          maxLength={120}
          autoFocus
          hint="Colleagues see it, and the people you verify."
          value={name}
          onChange={setName}
        />
        <Check
          label="Tell me by e-mail"
          hint="When somebody you verify presses “This was not me”."
          checked={byMail}
          onChange={setByMail}
        />
        <ProblemNote error={save.error} />
        <FormActions onCancel={onClose} disabled={save.isPending}>
          Save
        </FormActions>
      </Form>
    </Dialog>
  );
}
