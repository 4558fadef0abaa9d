import { useState } from "react";

const askedKey = "countersign.notices-asked";

/** Asks once whether the desktop may show a notice when an alert is raised. */
export function AskForNotices() {
  const [asked, setAsked] = useState(
    () =>
      !("Notification" in window) || Notification.permission !== "default" || localStorage.getItem(askedKey) !== null,
  );
  if (asked) return null;
  const done = () => {
    localStorage.setItem(askedKey, "yes");
    setAsked(true);
  };
  return (
    <section className="card row wrap pad alert-line" aria-label="Desktop notices">
      <p className="grow">
        An alert rings and stands on top of every screen. Show it on your desktop too, when this window is behind
        another one?
      </p>
      <button type="button" onClick={() => void Notification.requestPermission().finally(done)}>
        Show notices
      </button>
      <button type="button" className="quiet" onClick={done}>
        Not now
      </button>
    </section>
  );
}
