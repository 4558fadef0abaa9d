import { ProblemNote } from "../../api/ProblemNote";
import { asProblem } from "../../api/problem";

/** A refusal of a step. What the API says of the state of this very request is more than the general words. */
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
