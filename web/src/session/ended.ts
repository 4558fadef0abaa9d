/** The mark that somebody was signed in in this tab. It is kept across a reload, and holds nobody's name. */
const mark = "countersign.signed-in";

/** The part of sessionStorage that is used. */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The tab's own storage; undefined where the browser gives none, as in a pod inside the PSA. */
function storageOfTab(): Kept | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** Notes that somebody is signed in here. */
export const noteSignedIn = (kept = storageOfTab()): void => kept?.setItem(mark, "1");

/** Notes that they signed out themselves: nobody has to be told why. */
export const noteSignedOut = (kept = storageOfTab()): void => kept?.removeItem(mark);

/** Whether a session ended that the person had not ended in this tab. */
export const endedByItself = (kept = storageOfTab()): boolean => (kept?.getItem(mark) ?? null) !== null;
