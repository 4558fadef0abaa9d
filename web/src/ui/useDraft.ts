import { useState } from "react";

/** An editable copy of a value, and whether it differs. A new value from outside replaces an unchanged copy only. */
export function useDraft<T>(saved: T): {
  draft: T;
  change: (part: Partial<T>) => void;
  undo: () => void;
  changed: boolean;
} {
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(saved);
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
