import { ProblemNote } from "../../api/ProblemNote";
import { spaced, spelled } from "./labels";
import type { TechnicianVerificationActions } from "./useTechnicianVerifications";

/** The code to read out, shown on request. Each look is logged, and the text says so before. */
export function ShowCode({ seen, code }: { seen: boolean; code: TechnicianVerificationActions["code"] }) {
  const shown = code.data;
  return (
    <div className="show-code">
      {shown ? (
        <div role="status">
          <p className="read-out">
            <span aria-hidden="true">{spaced(shown.code)}</span>
            <span className="hidden-text">{spelled(shown.code)}</span>
          </p>
          <p>{shown.text}</p>
        </div>
      ) : (
        <div className="row wrap">
          <button type="button" data-first="" disabled={code.isPending} onClick={() => code.mutate()}>
            Show code
          </button>
          <span className="soft">
            {seen ? "You have looked at it before. Each look is logged." : "The audit log says who looked."}
          </span>
        </div>
      )}
      <ProblemNote error={code.error} />
    </div>
  );
}
