import { errorsOutside, shownAtFields } from "../../api/fieldErrors";
import { ProblemNote } from "../../api/ProblemNote";
import type { PSAKind } from "../../api/types";
import { fieldsOf } from "./ConnectionFields";

/** Why a connection was not saved: at its fields, else in the API's words on top. */
export function ConnectionProblem({ error, kind }: { error: unknown; kind: PSAKind }) {
  if (!error) return null;
  const fields = fieldsOf(kind);
  if (shownAtFields(error, fields))
    return (
      <p className="banner bad" role="alert">
        <strong>Nothing was saved.</strong>Fix what is marked below.
      </p>
    );
  const messages = errorsOutside(error, fields);
  return messages ? (
    <p className="banner bad" role="alert">
      <strong>{messages}</strong>Nothing was saved.
    </p>
  ) : (
    <ProblemNote error={error} exact />
  );
}
