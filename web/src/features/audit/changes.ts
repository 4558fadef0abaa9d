import type { AuditEntry } from "../../api/types";
import { type Difference, differences } from "../../ui/DiffView";
import { ruleNames } from "../policies/public";

/** Fields whose names in the log are not words. Those of policies have the names of the form. */
const fieldNames: Readonly<Record<string, string>> = {
  ...ruleNames,
  allow_ui: "Works in the console",
  channel: "Way",
  company_ids: "Companies seen",
  company_id: "Company",
  contact_point: "Number or address",
  spend_per_day_cents: "Spent on messages a day at most",
  integration_id: "Connection",
  late: "After its time",
  limited: "Sees some companies only",
  second_step: "With a second step",
  ticket_default_id: "Ticket default",
  use_mfa: "Second step asked for",
  user_id: "Acts as",
};

type Values = Readonly<Record<string, unknown>>;

/** What a change changed, field by field, in the order of the names. */
export function changesOf(details: AuditEntry["details"]): Difference[] {
  const before = flat(details?.before);
  const after = flat(details?.after);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return differences(Object.fromEntries(names.map((name) => [name, fieldName(name)])), before, after);
}

/** What else the log holds of an entry, as name and words. */
export function factsOf(details: AuditEntry["details"]): { name: string; words: string }[] {
  const { before: _before, after: _after, ...rest } = details ?? {};
  // What a fact says is what it would say as a change from nothing.
  return changesOf({ after: rest }).flatMap(({ field, after }) => (after ? [{ name: field, words: after }] : []));
}

/** A record of values; records in it become fields of their own, "ticket defaults, board". */
function flat(value: unknown, above = ""): Values {
  if (!isRecord(value)) return {};
  const entries = Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
    const path = above ? `${above}.${name}` : name;
    if (isRecord(each)) return Object.entries(flat(each, path));
    return [[path, shown(name, each)]];
  });
  return Object.fromEntries(entries);
}

function shown(name: string, value: unknown): unknown {
  if (name.endsWith("_cents") && typeof value === "number") return `$${(value / 100).toFixed(2)}`;
  if (Array.isArray(value)) return value.map((each) => (isRecord(each) ? JSON.stringify(each) : each));
  return value;
}

function fieldName(path: string): string {
  const last = path.split(".").at(-1) ?? path;
  const words = fieldNames[path] ?? fieldNames[last];
  if (words && !path.includes(".")) return words;
  const text = path.replaceAll(".", ", ").replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
