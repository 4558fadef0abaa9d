import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";

/** The part of a failed query that is shown, and the way to run it again. */
interface FailedQuery {
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** Stands where a query could not be loaded. What is gone is not asked for again. */
export function LoadError({ query }: { query: FailedQuery }) {
  const problem = asProblem(query.error);
  const { what, next } = problemLabel(problem);
  return (
    <div className="empty" role="alert">
      <h2>{what}</h2>
      {next && <p>{next}</p>}
      {problem.code !== "not_found" && (
        <button type="button" onClick={() => void query.refetch()}>
          Try again
        </button>
      )}
    </div>
  );
}
