import { asProblem } from "./problem";
import { wordsOf } from "./problemLabels";

/** Where something could not be loaded. */
export function LoadError({ error, retry }: { error: unknown; retry?: () => void }) {
  const { what, next } = wordsOf(asProblem(error));
  return (
    <div className="empty" role="alert">
      <h2>{what}</h2>
      {next && <p>{next}</p>}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
