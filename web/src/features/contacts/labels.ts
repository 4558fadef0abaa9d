import { kindLabel } from "../../api/labels";
import type { ContactPoint, Duplicate } from "../../api/types";

/** Where a number or address came from, and by whom, as a colleague would say it: "Typed by Priya Shah", "From ConnectWise". */
export function originLabel({ source, added_by: by }: Pick<ContactPoint, "source" | "added_by">): string {
  if (source === "manual") return by ? `Typed by ${by}` : "Typed by hand";
  if (source === "psa") return `From ${by || "a PSA"}`;
  const from = source === "import" ? "a CSV" : source;
  return by && by !== source ? `From ${from}, by ${by}` : `From ${from}`;
}

/** True for somebody who is likely the same person. An office line is often shared, and says little by itself. */
export function looksTheSame(duplicate: Pick<Duplicate, "by">): boolean {
  return duplicate.by.some((kind) => kind !== "phone");
}

/** By what somebody looks like the same person: "the same e-mail and mobile". */
export function sameBy(duplicate: Pick<Duplicate, "by">): string {
  const words = duplicate.by.map((kind) => kindLabel[kind].toLowerCase());
  const last = words.pop();
  return words.length > 0 ? `the same ${words.join(", ")} and ${last}` : last ? `the same ${last}` : "alike";
}
