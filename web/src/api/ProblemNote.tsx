import { shownAtFields } from "./fieldErrors";
import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";

/** An error beside the button that caused it; `exact` shows the API's own sentence instead of ours. */
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

/** The error of a form, unless each of its messages stands at a field already. */
export function FormProblem({ error, fields, exact }: { error: unknown; fields: readonly string[]; exact?: boolean }) {
  return shownAtFields(error, fields) ? null : <ProblemNote error={error} exact={exact ?? false} />;
}
