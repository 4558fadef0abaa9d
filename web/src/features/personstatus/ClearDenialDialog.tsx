import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem } from "../../api/ProblemNote";
import type { Contact } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { TextArea } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { firstName } from "../../ui/firstName";
import { useToast } from "../../ui/Toasts";

/** Takes a denial off a person, with the reason, which stays in the audit log under the Admin's name. */
export function ClearDenialDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const [reason, setReason] = useState("");
  const clear = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/contacts/{contact_id}/denial/clear", {
          params: { path: { contact_id: contact.id } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: (cleared) => {
      client.setQueryData(keys.contact(contact.id), cleared);
      for (const key of [keys.contacts, keys.alerts, keys.tickets]) void client.invalidateQueries({ queryKey: key });
      toast({ tone: "ok", words: "Cleared. New verifications count again." });
      onClose();
    },
  });
  return (
    <Dialog title={`Clear the denial of ${contact.name}?`} onClose={onClose}>
      <Form className="stack wide" onSubmit={() => clear.mutate()}>
        <p>
          Only after you have spoken to {firstName(contact.name)} on a number that was on file before. Never on the word
          of who is calling now.
        </p>
        <TextArea
          label="How did you reach them, and what did they say?"
          required
          minLength={3}
          maxLength={500}
          rows={3}
          hint="Kept with the denial, under your name."
          value={reason}
          onChange={setReason}
          error={fieldError(clear.error, "reason")}
        />
        <FormProblem error={clear.error} fields={["reason"]} exact />
        <FormActions onCancel={onClose} disabled={clear.isPending || reason.trim().length < 3}>
          {clear.isPending ? "Clearing" : "Clear it"}
        </FormActions>
      </Form>
    </Dialog>
  );
}
