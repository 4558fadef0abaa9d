import { useState } from "react";
import type { Integration, PSAKind } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { Form, FormActions } from "../../ui/Form";
import { ConnectionFields } from "./ConnectionFields";
import { ConnectionProblem } from "./ConnectionProblem";
import { type ConnectionDraft, moved, toChange } from "./connection";
import { useIntegrationActions } from "./useIntegrations";

interface Props {
  integration: Integration;
  kind: PSAKind;
  onClose: () => void;
  /** `asks`: the address or credentials are others, so the PSA is to be asked anew. */
  onSaved: (asks: boolean) => void;
}

/**
 * Changes a connection. Credentials that are on file are kept unless new ones are typed; another address takes none of
 * them along.
 */
export function EditDialog({ integration, kind, onClose, onSaved }: Props) {
  const { change } = useIntegrationActions(integration.id);
  const [draft, setDraft] = useState<ConnectionDraft>({
    name: integration.name,
    address: integration.base_url,
    credentials: {},
  });
  const body = toChange(integration, draft);
  const other = moved(integration, draft);
  const save = () =>
    change.mutate(body, { onSuccess: () => onSaved(body.base_url !== undefined || body.credentials !== undefined) });
  return (
    <Dialog title={`Edit ${integration.name}`} onClose={onClose}>
      <Form
        className="stack wide"
        onSubmit={() => {
          if (Object.keys(body).length === 0) onClose();
          else save();
        }}
      >
        <p className={other ? "banner warn" : "soft"}>
          {other
            ? "Another address gets none of the old credentials. Type all of them anew."
            : "Credentials on file are never shown. A field that you leave empty keeps its own."}
        </p>
        <ConnectionFields kind={kind} draft={draft} onChange={setDraft} error={change.error} kept={!other} />
        <ConnectionProblem error={change.error} kind={kind} />
        <FormActions onCancel={onClose} disabled={change.isPending}>
          {change.isPending ? "Saving" : "Save"}
        </FormActions>
      </Form>
    </Dialog>
  );
}
