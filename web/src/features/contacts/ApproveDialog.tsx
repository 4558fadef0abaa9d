import { useState } from "react";
import { fieldError } from "../../api/fieldErrors";
import { kindLabel } from "../../api/labels";
import { FormProblem } from "../../api/ProblemNote";
import type { ContactPoint } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { TextArea } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { useToast } from "../../ui/Toasts";
import { useApproveContactPoint } from "./useContactPoints";

/**
 * Ends the cooling-off of a changed contact point. The API refuses the person who changed it, and its own sentence is
 * shown.
 */
export function ApproveDialog({
  contactId,
  point,
  onClose,
}: {
  contactId: string;
  point: ContactPoint;
  onClose: () => void;
}) {
  const toast = useToast();
  const approve = useApproveContactPoint(contactId);
  const [reason, setReason] = useState("");
  return (
    <Dialog title={`Approve this ${kindLabel[point.kind].toLowerCase()}?`} onClose={onClose}>
      <Form
        className="stack wide"
        onSubmit={() =>
          approve.mutate(
            { point: point.id, reason: reason.trim() },
            {
              onSuccess: () => {
                toast({ tone: "ok", words: "Approved. It counts in full from now on." });
                onClose();
              },
            },
          )
        }
      >
        <p>
          <bdi>{point.masked}</bdi>
          {point.previous && <> replaced {point.previous}</>}. Approve it only after you asked somebody else of the
          company, on a number that was on file before. Never on the word of who is calling.
        </p>
        <TextArea
          label="How do you know that it is right?"
          required
          minLength={3}
          maxLength={500}
          rows={3}
          hint="Kept with the person, under your name."
          value={reason}
          onChange={setReason}
          error={fieldError(approve.error, "reason")}
        />
        <FormProblem error={approve.error} fields={["reason"]} exact />
        <FormActions onCancel={onClose} disabled={approve.isPending}>
          {approve.isPending ? "Approving" : "Approve"}
        </FormActions>
      </Form>
    </Dialog>
  );
}
