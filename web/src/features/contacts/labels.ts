import { kindLabel } from "../../api/labels";
import type { ContactPoint, Duplicate } from "../../api/types";
import { count } from "../../ui/figures";

/** The origin of a contact point: "Typed by Priya Shah", "From ConnectWise". */
export function originLabel({ source, added_by: by }: Pick<ContactPoint, "source" | "added_by">): string {
  if (source === "manual") return by ? `Typed by ${by}` : "Typed by hand";
  if (source === "psa") return `From ${by || "a PSA"}`;
  const from = source === "import" ? "a CSV" : source;
  return by && by !== source ? `From ${from}, by ${by}` : `From ${from}`;
}

/** True for a contact that is likely the same person. A shared office line alone proves little. */
export function looksTheSame(duplicate: Pick<Duplicate, "by">): boolean {
  return duplicate.by.some((kind) => kind !== "phone");
}

/** What two contacts have in common: "the same e-mail and mobile". */
export function sameBy(duplicate: Pick<Duplicate, "by">): string {
  const words = duplicate.by.map((kind) => (kind === "name" ? "name" : kindLabel[kind].toLowerCase()));
  const last = words.pop();
  return words.length > 0 ? `the same ${words.join(", ")} and ${last}` : last ? `the same ${last}` : "alike";
}

/** How many a list shows: "7,113 on file", "12 of 7,113", "more than 50 of 7,113" while pages are left. */
export function totalWords(found: number | undefined, more: boolean, total: number | undefined): string {
  if (total === undefined) return "";
  if (found === undefined) return `${count(total)} on file`;
  return `${more ? "more than " : ""}${count(found)} of ${count(total)}`;
}
