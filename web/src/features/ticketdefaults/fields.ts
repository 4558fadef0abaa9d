import type { NewTicketDefault, PSAField, TicketDefault } from "../../api/types";

/** A profile as it is worked on. */
export interface ProfileDraft {
  name: string;
  integrationId: string;
  fields: Record<string, string>;
  /** What the chosen ids are called. */
  labels: Record<string, string>;
}

export function draftOf(profile: TicketDefault): ProfileDraft {
  return { name: profile.name, integrationId: profile.integration.id, fields: profile.fields, labels: profile.labels };
}

export function toSave(draft: ProfileDraft): NewTicketDefault {
  const fields = Object.fromEntries(
    Object.entries(draft.fields)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ""),
  );
  const labels = Object.fromEntries(
    Object.entries(draft.labels).filter(([name, label]) => name in fields && label !== ""),
  );
  return { integration_id: draft.integrationId, name: draft.name.trim(), fields, labels };
}

/** The fields on whose choices a field's own depend, the nearest first. */
export function ancestors(fields: readonly PSAField[], name: string): string[] {
  const found: string[] = [];
  let of = fields.find((each) => each.name === name)?.of;
  while (of && !found.includes(of)) {
    found.push(of);
    const parent: string = of;
    of = fields.find((each) => each.name === parent)?.of;
  }
  return found;
}

/** What was chosen of a field's ancestors; undefined while one of them is open, and there is nothing to choose from. */
export function chosenFor(
  fields: readonly PSAField[],
  name: string,
  chosen: Record<string, string>,
): Record<string, string> | undefined {
  const of: Record<string, string> = {};
  for (const parent of ancestors(fields, name)) {
    const value = chosen[parent];
    if (!value) return undefined;
    of[parent] = value;
  }
  return of;
}

/**
 * The draft with one field chosen anew. What depended on the old choice is taken away: a status of one board is none of
 * another.
 */
export function choose(
  fields: readonly PSAField[],
  draft: ProfileDraft,
  name: string,
  value: string,
  label: string,
): ProfileDraft {
  if (draft.fields[name] === value) return draft;
  const kept = (record: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(record).filter(([each]) => each !== name && !ancestors(fields, each).includes(name)),
    );
  return {
    ...draft,
    fields: { ...kept(draft.fields), ...(value ? { [name]: value } : {}) },
    labels: { ...kept(draft.labels), ...(value && label ? { [name]: label } : {}) },
  };
}

interface Check {
  label: string;
  tone: "ok" | "bad" | "info" | "";
  mark: string;
}

export const checkOf: Record<TicketDefault["status"], Check> = {
  valid: { label: "Valid", tone: "ok", mark: "✓" },
  invalid: { label: "Invalid", tone: "bad", mark: "✕" },
  checking: { label: "Being checked", tone: "info", mark: "◐" },
  unchecked: { label: "Not validated", tone: "", mark: "○" },
};
