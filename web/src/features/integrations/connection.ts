import type { IntegrationPatch, NewIntegration, PSAKind, PSARight } from "../../api/types";

/** What a person types to connect a PSA. */
export interface ConnectionDraft {
  name: string;
  address: string;
  credentials: Record<string, string>;
}

/**
 * An empty form for a PSA: its only address is filled in, and its name stands for the connection until it gets its own.
 */
export function newDraft(kind: PSAKind): ConnectionDraft {
  return { name: kind.name, address: kind.address.choices?.[0] ?? "", credentials: {} };
}

/**
 * The connection as it is sent: all that was typed. What was emptied again is sent empty, for the try before may have
 * left it there.
 */
export function toConnect(kind: PSAKind, draft: ConnectionDraft): NewIntegration {
  return {
    kind: kind.kind,
    name: draft.name.trim(),
    base_url: draft.address.trim(),
    credentials: trimmed(draft.credentials),
  };
}

/** What changed of a connection; settings that were left empty are kept. */
export function toChange(before: { name: string; base_url: string }, draft: ConnectionDraft): IntegrationPatch {
  const name = draft.name.trim();
  const credentials = Object.fromEntries(
    Object.entries(trimmed(draft.credentials)).filter(([, value]) => value !== ""),
  );
  return {
    ...(name !== before.name ? { name } : {}),
    ...(moved(before, draft) ? { base_url: draft.address.trim() } : {}),
    ...(Object.keys(credentials).length > 0 ? { credentials } : {}),
  };
}

/** True when the address is another one: it gets none of the old credentials. */
export function moved(before: { base_url: string }, draft: ConnectionDraft): boolean {
  return draft.address.trim() !== before.base_url;
}

function trimmed(credentials: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, value.trim()]));
}

/** The rights that the PSA's problem names. */
export function missingIn(problem: string | undefined, rights: readonly PSARight[]): PSARight[] {
  if (!problem) return [];
  return rights.filter((each) => each.words !== "" && problem.includes(each.words));
}
