import { asProblem } from "../api/problem";
import { wordsOf } from "../api/problemLabels";

/** A refusal beside the button that caused it; `exact` where the API's own sentence says it better than we could. */
export function ProblemNote({ error, exact = false }: { error: unknown; exact?: boolean }) {
  if (!error) return null;
  const problem = asProblem(error);
  const { what, next } = exact && problem.detail ? { what: problem.detail, next: "" } : wordsOf(problem);
  return (
    <div className="banner bad" role="alert">
      <strong>{what}</strong>
      {next}
    </div>
  );
}

/** What the API said about one field of a form, or about a part of it ("countries[2]"). */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!error) return undefined;
  const told = [...asProblem(error).fields].filter(([path]) => fieldOf(path) === field).map(([, message]) => message);
  return told.length > 0 ? told.join(" ") : undefined;
}

/** True when every complaint has a field of its own, so that a note on top would only repeat it. */
export function toldAtFields(error: unknown, fields: readonly string[]): boolean {
  const named = [...asProblem(error).fields.keys()].map(fieldOf);
  return named.length > 0 && named.every((field) => fields.includes(field));
}

/** Complaints about what has no field of its own in the form, so that they are not lost: "credentials" as a whole. */
export function toldNowhere(error: unknown, fields: readonly string[]): string {
  return [...asProblem(error).fields]
    .filter(([path]) => !fields.includes(fieldOf(path)))
    .map(([, message]) => message)
    .join(" ");
}

/** "text.body" is the field body, "countries[2]" the field countries. */
function fieldOf(path: string): string {
  return (
    path
      .replace(/\[\d+\].*$/, "")
      .split(".")
      .at(-1) ?? path
  );
}
