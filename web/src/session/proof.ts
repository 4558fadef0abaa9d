/** A wish for a proof: the answer is whether the person gave one. */
export type Wish = (proven: boolean) => void;

let wishes: Wish[] = [];
let listener = () => {};

/** Asks the person to prove themselves. Several acts at once ask once. */
export function prove(): Promise<boolean> {
  return new Promise((answer) => {
    wishes = [...wishes, answer];
    listener();
  });
}

/** Whether a proof is wished for, as useSyncExternalStore reads it. */
export const wished = (): boolean => wishes.length > 0;

export function onWish(notify: () => void): () => void {
  listener = notify;
  return () => {
    listener = () => {};
  };
}

export function answerWishes(proven: boolean): void {
  const waiting = wishes;
  wishes = [];
  listener();
  for (const answer of waiting) answer(proven);
}
