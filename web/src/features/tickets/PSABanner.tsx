import { Link } from "@tanstack/react-router";
import { asProblem } from "../../api/problem";
import { problemLabel } from "../../api/problemLabels";
import type { Integration } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { ExactTime } from "../../ui/ExactTime";

/**
 * Says once that the PSA does not answer, since when, and offers the one thing to do: an Admin mends a connection that
 * fails, anybody else asks again.
 */
export function PSABanner(props: {
  error: unknown;
  connection: Integration | undefined;
  busy: boolean;
  retry: () => void;
}) {
  const { connection } = props;
  const failing = connection?.status === "failing" ? connection : undefined;
  const mends = may(useSession().data, "admin") && failing !== undefined;
  const { what, next } = problemLabel(asProblem(props.error));
  return (
    <div className="banner warn row wrap" role="status">
      <div className="grow">
        <strong>{failing ? `${failing.name}: ${failing.problem ?? "it does not answer as it should."}` : what}</strong>
        {failing?.problem_since && (
          <>
            Since <ExactTime at={failing.problem_since} />.{" "}
          </>
        )}
        {failing ? "Nothing was lost; what is to be written waits for it." : next}
      </div>
      {mends ? (
        <Link className="button" to="/manage/connections/$integrationId" params={{ integrationId: failing.id }}>
          Look at the connection
        </Link>
      ) : (
        <button type="button" disabled={props.busy} onClick={props.retry}>
          {props.busy ? "Asking" : "Try again"}
        </button>
      )}
    </div>
  );
}
