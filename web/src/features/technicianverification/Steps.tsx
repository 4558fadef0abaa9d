import { useState } from "react";
import { Confirm, Dialog } from "../../ui/Dialog";
import { StepProblem } from "./StepProblem";
import type { TechnicianVerificationActions } from "./useTechnicianVerifications";

/** The two ends that a technician can write down. Both ask once more, since neither can be taken back. */
export function Steps({
  name,
  mine,
  actions,
}: {
  name: string;
  mine: boolean;
  actions: TechnicianVerificationActions;
}) {
  const [asking, ask] = useState<"confirm" | "deny">();
  const close = () => {
    ask(undefined);
    actions.confirm.reset();
    actions.deny.reset();
  };
  return (
    <>
      <div className="row wrap">
        {mine && (
          <button type="button" onClick={() => ask("confirm")}>
            They confirmed on the phone
          </button>
        )}
        <button type="button" className="danger end" onClick={() => ask("deny")}>
          Does not match: deny
        </button>
      </div>
      {asking === "confirm" && (
        <Dialog title="They confirmed on the phone?" onClose={close}>
          <p>
            Only if {name} read both codes and said that they are the same. The log and the ticket say that you wrote it
            down, not that they replied.
          </p>
          <StepProblem error={actions.confirm.error} />
          <div className="actions">
            <button type="button" className="quiet" onClick={close}>
              Wait for their reply
            </button>
            <button
              type="button"
              className="primary"
              disabled={actions.confirm.isPending}
              onClick={() => actions.confirm.mutate(undefined, { onSuccess: close })}
            >
              Yes, they said so
            </button>
          </div>
        </Dialog>
      )}
      {asking === "deny" && (
        <Confirm
          title="Close it as not matching?"
          verb="Deny and raise the alarm"
          busy={actions.deny.isPending}
          onClose={close}
          onConfirm={() => actions.deny.mutate(undefined, { onSuccess: close })}
        >
          <p>
            {name === "they" ? "They are" : `${name} is`} warned that whoever is on the phone may not be yours, and your
            admins get an alert. This cannot be taken back.
          </p>
          <StepProblem error={actions.deny.error} />
        </Confirm>
      )}
    </>
  );
}
