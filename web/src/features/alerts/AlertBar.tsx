import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import type { Alert } from "../../api/types";
import { Shield } from "../../ui/Shield";
import { useTitleCount } from "../../ui/useTitle";
import { calledBy, useWaitingRequests } from "../technicianverification/public";
import "./alerts.css";
import { callWords, sentenceOf } from "./labels";
import { useAlertActions, useOpenAlerts, useWaitingCount } from "./useAlerts";
import { useRinging } from "./useRinging";

const shown = 2;

/** On top of every screen: alerts that nobody has taken yet, and clients who wait for a code. */
export function AlertBar() {
  useRinging();
  useTitleCount(useWaitingCount());
  const open = useOpenAlerts().data?.items;
  const waiting = useWaitingRequests();
  const { take } = useAlertActions();
  // What was there when the page came is read in passing; what comes now is announced.
  const first = useRef<Set<string>>(undefined);
  if (open && !first.current) first.current = new Set(open.map((each) => each.id));
  const unowned = open?.filter((each) => each.owner === undefined) ?? [];
  const more = unowned.length - shown;
  if (unowned.length === 0 && waiting.length === 0) return null;
  return (
    <section className="alert-bar" aria-label="Alerts">
      {unowned.slice(0, shown).map((alert) => (
        <div
          key={alert.id}
          className="banner bad row wrap alert-line"
          role={first.current?.has(alert.id) ? undefined : "alert"}
        >
          <Shield state="alert" />
          <div className="grow">
            <strong>{sentenceOf(alert)}</strong>
            {callWords(alert)}.
          </div>
          <LookAtIt alert={alert} />
          <button type="button" className="small" disabled={take.isPending} onClick={() => take.mutate(alert.id)}>
            I’ll take it
          </button>
        </div>
      ))}
      {more > 0 && (
        <Link to="/home/alerts" className="soft">
          and {more} more
        </Link>
      )}
      {waiting.slice(0, shown).map((request) => (
        <div key={request.id} className="banner warn row wrap alert-line" role="status">
          <Shield state="wait" />
          <div className="grow">
            <strong>{calledBy(request)} waits for the code.</strong>
            They ask whether the technician on their phone is yours.
          </div>
          <Link
            className="button small"
            to="/verifications/they-verify-us/$technicianVerificationId"
            params={{ technicianVerificationId: request.id }}
          >
            Take it up
          </Link>
        </div>
      ))}
    </section>
  );
}

/** Leads to the verification, or the request, of an alert; else to the list of alerts. */
export function LookAtIt({ alert }: { alert: Alert }) {
  if (alert.verification_id)
    return (
      <Link
        className="button small"
        to="/verifications/$verificationId"
        params={{ verificationId: alert.verification_id }}
      >
        Look at it
      </Link>
    );
  if (alert.technician_verification_id)
    return (
      <Link
        className="button small"
        to="/verifications/they-verify-us/$technicianVerificationId"
        params={{ technicianVerificationId: alert.technician_verification_id }}
      >
        Look at it
      </Link>
    );
  const person = alert.people[0];
  if (!person) return null;
  return (
    <Link className="button small" to="/contacts/$contactId" params={{ contactId: person.contact.id }}>
      Look at it
    </Link>
  );
}
