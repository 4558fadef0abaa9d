import type { TicketDefault } from "../../api/types";
import { When } from "../../ui/When";
import { checkOf } from "./fields";

export function CheckChip({ status }: { status: TicketDefault["status"] }) {
  const { label, tone, mark } = checkOf[status];
  return (
    <span className={`chip ${tone}`} data-check={status}>
      <span aria-hidden="true">{mark}</span>
      {label}
    </span>
  );
}

/** How the check with a real ticket ended, and what is left of it. */
export function CheckOutcome({ profile }: { profile: TicketDefault }) {
  const { status, problem, missing_right: right, leftover_ticket: leftover, checked_at: at } = profile;
  return (
    <div className="stack" role="status">
      {status === "checking" && (
        <p className="banner">
          <strong>Trying it out.</strong>A real ticket is created, and removed again.
        </p>
      )}
      {status === "valid" && (
        <p className="banner ok">
          <strong>Valid.</strong>A ticket was created with it and removed again
          {at && (
            <>
              {" "}
              <When at={at} />
            </>
          )}
          .
        </p>
      )}
      {status === "invalid" && (
        <p className="banner bad">
          <strong>{problem ?? "The PSA refused a ticket with it."}</strong>
          {right ? (
            <>Give our member this right: {right}. Then validate again.</>
          ) : (
            "Change what is wrong, save, and validate again."
          )}
        </p>
      )}
      {status === "unchecked" && (
        <p className="banner">Not tried yet. Validate it, so that the first real ticket does not fail.</p>
      )}
      {leftover && (
        <p className="banner warn">
          <strong>Ticket {leftover} of the check is still there.</strong>Removing it is tried on by itself; if it stays,
          delete or close it in the PSA.
        </p>
      )}
    </div>
  );
}
