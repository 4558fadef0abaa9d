import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { wordsOf } from "../api/problemLabels";

/** Where nothing is: what that means, and what to do. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Where something could not be loaded. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
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
