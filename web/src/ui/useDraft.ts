import { useEffect, useState, useSyncExternalStore } from "react";

/** An editable copy of a value, and whether it differs. A new value from outside replaces an unchanged copy only. */
export function useDraft<T>(
  saved: T,
  begun: T = saved,
): {
  draft: T;
  change: (part: Partial<T>) => void;
  undo: () => void;
  changed: boolean;
} {
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(begun);
  const changed = !same(draft, base);
  if (base !== saved && !same(base, saved)) {
    setBase(saved);
    if (!changed || same(draft, saved)) setDraft(saved);
  }
  return {
    draft,
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    undo: () => setDraft(saved),
    changed,
  };
}

/** Equal as JSON; an absent field equals an undefined one. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Drafts of forms that somebody left before they saved, by their names, until the page is closed or somebody signs out. */
let kept: ReadonlyMap<string, unknown> = new Map();
const listeners = new Set<() => void>();

function keep(change: (drafts: Map<string, unknown>) => void): void {
  const next = new Map(kept);
  change(next);
  kept = next;
  for (const tell of listeners) tell();
}

/** Whether a form of this name was left with changes. */
export const hasDraft = (name: string): boolean => kept.has(name);

/** Drops every draft: another person may sit here next. */
export const forgetDrafts = (): void => keep((drafts) => drafts.clear());

/** The names of all forms that were left with changes, as they come and go. */
export function useDrafts(): ReadonlyMap<string, unknown> {
  return useSyncExternalStore(subscribe, () => kept);
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** A draft that is still there when one comes back to its form. `found` tells that it was. */
export function useKeptDraft<T>(name: string, saved: T): ReturnType<typeof useDraft<T>> & { found: boolean } {
  const before = useState(() => kept.get(name) as T | undefined)[0];
  const draft = useDraft(saved, before);
  useEffect(() => {
    if (draft.changed) keep((drafts) => drafts.set(name, draft.draft));
    else if (hasDraft(name)) keep((drafts) => drafts.delete(name));
  }, [name, draft.changed, draft.draft]);
  // A window that is closed takes its drafts along: the browser asks first.
  useEffect(() => {
    if (!draft.changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [draft.changed]);
  return { ...draft, found: before !== undefined && draft.changed };
}
