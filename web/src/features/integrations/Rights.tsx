import { useId } from "react";
import type { PSARight } from "../../api/types";
import { missingIn } from "./connection";

/** The rights that our account at the PSA needs, in the PSA's own words; missing ones first. */
export function Rights({ rights, problem }: { rights: readonly PSARight[]; problem: string | undefined }) {
  const id = useId();
  if (rights.length === 0) return null;
  const missing = missingIn(problem, rights);
  const rest = rights.filter((each) => !missing.includes(each));
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>Rights that Countersign needs</h2>
        {missing.length > 0 && (
          <span className="chip bad end">
            <span aria-hidden="true">✕</span>
            {missing.length} missing
          </span>
        )}
      </div>
      <ul className="rights card-body">
        {missing.map((each) => (
          <li key={each.right} className="tone-bad">
            <strong>Missing:</strong> {each.words}
          </li>
        ))}
        {rest.map((each) => (
          <li key={each.right}>{each.words}</li>
        ))}
      </ul>
    </section>
  );
}
