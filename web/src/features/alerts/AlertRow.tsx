import { Link } from "@tanstack/react-router";
import type { Alert } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { Shield } from "../../ui/Shield";
import { When } from "../../ui/When";
import { LookAtIt } from "./AlertBar";
import { callWords, titleOf } from "./labels";
import type { useAlertActions } from "./useAlerts";

/** One alert: whom it speaks of, whose call it was, who has taken it. */
export function AlertRow({ alert, actions }: { alert: Alert; actions: ReturnType<typeof useAlertActions> }) {
  const mayAct = may(useSession().data, "verifications:write");
  const open = alert.settled_at === undefined;
  return (
    <li className="alert-row row wrap top">
      <Shield state={open ? "alert" : "off"} />
      <div className="grow">
        <div className="row wrap">
          <strong>
            {alert.people.map(({ contact, company }, at) => (
              <span key={contact.id}>
                {at > 0 && ", "}
                <Link to="/contacts/$contactId" params={{ contactId: contact.id }}>
                  <bdi>{contact.name}</bdi>
                </Link>{" "}
                <span className="soft">
                  (<bdi>{company.name}</bdi>)
                </span>
              </span>
            ))}
          </strong>
          <span className={open ? "chip bad" : "chip"}>{titleOf(alert)}</span>
        </div>
        <div className="soft">
          {callWords(alert)} · <When at={alert.raised_at} />
        </div>
        <div className="soft">
          {alert.settled_at ? (
            <>
              Dealt with by {alert.settled_by ?? "somebody"} <When at={alert.settled_at} />
            </>
          ) : alert.owner ? (
            `${alert.owned_by_you ? "You have" : `${alert.owner} has`} taken it`
          ) : (
            <span className="tone-bad">Nobody has taken it yet</span>
          )}
          {open && alert.people.every((each) => each.cleared_at) && " · the denial is cleared"}
        </div>
      </div>
      <div className="row wrap alert-buttons">
        <LookAtIt alert={alert} />
        {mayAct && open && !alert.owned_by_you && (
          <button
            type="button"
            className="small"
            disabled={actions.take.isPending}
            onClick={() => actions.take.mutate(alert.id)}
          >
            {alert.owner ? "Take it over" : "I’ll take it"}
          </button>
        )}
        {mayAct && open && (
          <button
            type="button"
            className="small primary"
            disabled={actions.settle.isPending}
            onClick={() => actions.settle.mutate(alert.id)}
          >
            Dealt with
          </button>
        )}
      </div>
    </li>
  );
}
