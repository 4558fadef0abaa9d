/** The record of a PSA beside which the pod stands. */
export interface Place {
  integrationId: string;
  screen: Screen;
  /** The record's id at the PSA; undefined while the record is not saved yet. */
  id: string | undefined;
}

export type Screen = "ticket" | "contact" | "other";

/** What PSAs call their screens. */
const screens: Record<string, Screen> = {
  ticket: "ticket",
  service: "ticket",
  serviceticket: "ticket",
  service_ticket: "ticket",
  contact: "contact",
};

export function readScreen(word: unknown): Screen {
  return (typeof word === "string" ? screens[word.trim().toLowerCase()] : undefined) ?? "other";
}

/** A record's id. A PSA leaves its placeholder, nothing or a zero for a record that has none yet. */
export function readRecordId(value: unknown): string | undefined {
  const id = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  return /^[0-9a-z][0-9a-z_-]{0,63}$/i.test(id) && id !== "0" ? id : undefined;
}
