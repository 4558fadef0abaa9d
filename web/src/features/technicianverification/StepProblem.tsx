import { ProblemNote } from "../../api/ProblemNote";
import { asProblem } from "../../api/problem";

/**
 * The error of a step. The API's sentence about the state of this technician verification says more than the general
 * text.
 */
export function StepProblem({ error }: { error: unknown }) {
  if (!error) return null;
  const { code, detail } = asProblem(error);
  if ((code === "conflict" || code === "already_closed") && detail)
    return (
      <div className="banner bad" role="alert">
        <strong>{detail}</strong>This page shows how it stands now.
      </div>
    );
  return <ProblemNote error={error} />;
}
