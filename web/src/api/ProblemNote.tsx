import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";

/** A refusal beside the button that caused it; `exact` where the API's own sentence says it better than we could. */
export function ProblemNote({ error, exact = false }: { error: unknown; exact?: boolean }) {
  if (!error) return null;
  const problem = asProblem(error);
  const { what, next } = exact && problem.detail ? { what: problem.detail, next: "" } : problemLabel(problem);
  return (
    <div className="banner bad" role="alert">
      <strong>{what}</strong>
      {next}
    </div>
  );
}
