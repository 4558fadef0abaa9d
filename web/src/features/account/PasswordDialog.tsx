import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { FormProblem } from "../../api/ProblemNote";
import { NewPasswordField } from "../../session/NewPasswordField";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { useToast } from "../../ui/Toasts";

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const toast = useToast();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: () => unwrap(api.PUT("/me/password", { body: { current, password } })),
    onSuccess: () => {
      toast({ tone: "ok", words: "Your password is changed. Every other session of yours has ended." });
      onClose();
    },
  });
  return (
    <Dialog title="Change password" onClose={onClose}>
      <Form className="stack wide" onSubmit={() => save.mutate()}>
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          maxLength={200}
          value={current}
          onChange={setCurrent}
          error={fieldError(save.error, "current")}
        />
        <NewPasswordField value={password} onChange={setPassword} error={fieldError(save.error, "password")} />
        <FormProblem error={save.error} fields={["current", "password"]} />
        <FormActions onCancel={onClose} disabled={save.isPending}>
          Change it
        </FormActions>
      </Form>
    </Dialog>
  );
}
