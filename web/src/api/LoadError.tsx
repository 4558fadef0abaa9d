import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";

/** The part of a failed query that is shown, and the way to run it again. */
interface FailedQuery {
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** Stands where a query could not be loaded. What is gone is not asked for again. Alone, it is all that the page says. */
export function LoadError({ query, alone = false }: { query: FailedQuery; alone?: boolean }) {
  const problem = asProblem(query.error);
  const { what, next } = problemLabel(problem);
  const Heading = alone ? "h1" : "h2";
  return (
    <div className="empty" role="alert">
      <Heading>{what}</Heading>
      {next && <p>{next}</p>}
      {problem.code !== "not_found" && (
        <button type="button" onClick={() => void query.refetch()}>
          Try again
        </button>
      )}
    </div>
  );
}
