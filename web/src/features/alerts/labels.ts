import type { Alert } from "../../api/types";
import { denialLabel } from "../personstatus/public";

/** Whom an alert speaks of: "Grace Kim (Northwind)", or how many share the number. */
export function whoOf(alert: Pick<Alert, "people">): string {
  const [first, ...others] = alert.people;
  if (!first) return "Somebody";
  if (others.length > 0) return `${alert.people.length} people who share a number`;
  return `${first.contact.name} (${first.company.name})`;
}

/** "This was not me", as a heading. */
export function titleOf(alert: Pick<Alert, "kind">): string {
  const words = denialLabel[alert.kind];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an alert says in a line: "Grace Kim (Northwind) says: this was not me." */
export function sentenceOf(alert: Pick<Alert, "kind" | "people">): string {
  switch (alert.kind) {
    case "not_me":
      return `${whoOf(alert)} says: this was not me.`;
    case "wrong_codes":
      return `Too many wrong codes from whoever called as ${whoOf(alert)}.`;
    case "not_ours":
      return `${whoOf(alert)} and a technician do not have the same code.`;
  }
}

/** Whose call it was: "Sam Rivera's call, ticket 48190". */
export function callWords(alert: Pick<Alert, "technician" | "ticket_id" | "yours" | "kind">): string {
  const call = alert.yours
    ? "Your call"
    : alert.technician
      ? `${alert.technician}'s call`
      : "Nobody of yours had taken it up";
  return alert.ticket_id ? `${call}, ticket ${alert.ticket_id}` : call;
}
