import type { ReactNode } from "react";
import { fieldError } from "../../api/fieldErrors";
import { FormProblem } from "../../api/ProblemNote";
import type { Settings } from "../../api/types";
import { Form } from "../../ui/Form";
import { SaveBar } from "../../ui/SaveBar";
import { useDraft } from "../../ui/useDraft";
import { useSaveSettings } from "./useSettings";

interface Editing {
  draft: Settings;
  change: (part: Partial<Settings>) => void;
  /** What was refused of a field. */
  error: (field: keyof Settings) => string | undefined;
}

/** A form over some fields of the settings; the others are saved as they are. */
export function SettingsForm(props: {
  label: string;
  settings: Settings;
  fields: readonly (keyof Settings)[];
  children: (editing: Editing) => ReactNode;
}) {
  const { draft, change, undo, changed } = useDraft(props.settings);
  const save = useSaveSettings();
  return (
    <Form className="card" aria-label={props.label} onSubmit={() => save.mutate(draft)}>
      <div className="card-body stack wide">
        {props.children({ draft, change, error: (field) => fieldError(save.error, field) })}
        <FormProblem error={save.error} fields={props.fields} />
      </div>
      <SaveBar
        changed={changed}
        busy={save.isPending}
        onUndo={() => {
          save.reset();
          undo();
        }}
      />
    </Form>
  );
}
