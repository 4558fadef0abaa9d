import { fieldError } from "../../api/fieldErrors";
import { LoadError } from "../../api/LoadError";
import { FormProblem } from "../../api/ProblemNote";
import type { Branding } from "../../api/types";
import { TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { SaveBar } from "../../ui/SaveBar";
import { Skeleton } from "../../ui/Skeleton";
import { useDraft } from "../../ui/useDraft";
import { useBranding, useSaveBranding } from "../templates/public";

/** The MSP's name, as its clients know it. */
export function NameForm() {
  const query = useBranding();
  if (query.isError && !query.data)
    return (
      <div className="card">
        <LoadError query={query} />
      </div>
    );
  if (!query.data)
    return (
      <div className="card pad">
        <Skeleton lines={4} />
      </div>
    );
  return <Naming branding={query.data} />;
}

function Naming({ branding }: { branding: Branding }) {
  const { draft, change, undo, changed } = useDraft({ msp_name: branding.msp_name });
  const save = useSaveBranding();
  return (
    <Form className="card" aria-label="Name" onSubmit={() => save.mutate({ ...branding, ...draft })}>
      <div className="card-body stack wide">
        <TextField
          label="Your name"
          required
          maxLength={120}
          dir="auto"
          hint="As clients know you. It stands in messages, mails and on the page behind a link."
          value={draft.msp_name}
          onChange={(msp_name) => change({ msp_name })}
          error={fieldError(save.error, "msp_name")}
        />
        <FormProblem error={save.error} fields={["msp_name"]} />
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
