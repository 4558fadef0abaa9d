import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";

/** The part of a failed query that is shown, and the way to run it again. */
interface FailedQuery {
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** Stands where a query could not be loaded. */
export function LoadError({ query }: { query: FailedQuery }) {
  const { what, next } = problemLabel(asProblem(query.error));
  return (
    <div className="empty" role="alert">
      <h2>{what}</h2>
      {next && <p>{next}</p>}
      <button type="button" onClick={() => void query.refetch()}>
        Try again
      </button>
    </div>
  );
}
