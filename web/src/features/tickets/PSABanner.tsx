import { asProblem } from "../../api/problem";
import { problemLabel } from "../../api/problemLabels";

/** Says that the PSA does not answer, with a button to try again. */
export function PSABanner({ error, busy, retry }: { error: unknown; busy: boolean; retry: () => void }) {
  const { what, next } = problemLabel(asProblem(error));
  return (
    <div className="banner warn row wrap" role="status">
      <div className="grow">
        <strong>{what}</strong>
        {next}
      </div>
      <button type="button" disabled={busy} onClick={retry}>
        {busy ? "Asking" : "Try again"}
      </button>
    </div>
  );
}
