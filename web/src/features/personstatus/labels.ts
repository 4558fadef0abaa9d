import { kindLabel } from "../../api/labels";
import type { AlertKind, Denial, ShieldData } from "../../api/types";
import { relative } from "../../time/relative";

/** What a denial says, to follow a colon: "Denied 2 min ago: this was not me". */
export const denialLabel: Record<AlertKind, string> = {
  not_me: "this was not me",
  wrong_codes: "too many wrong codes",
  not_ours: "the codes do not match",
};

/** "Denied 2 min ago: this was not me". */
export function deniedWords(denied: Pick<Denial, "at" | "kind">, now: number): string {
  return `Denied ${relative(denied.at, now)}: ${denialLabel[denied.kind]}`;
}

/** "Mobile proven 53 min ago on ticket 48190, another call". */
export function provenElsewhere(shield: ShieldData, now: number): string {
  const when = shield.verified_at ? ` ${relative(shield.verified_at, now)}` : "";
  const where = shield.ticket_id ? `on ticket ${shield.ticket_id}, another call` : "on another call";
  return `${kindLabel[shield.kind]} proven${when} ${where}`;
}
