import { UnheardMessages, UnknownSenders, UnprovenMails } from "../../features/technicianverification/public";
import { useTitle } from "../../ui/useTitle";

/** Contacts that somebody has to look at: who wrote and is not on file, or not proven. */
export function ReviewScreen() {
  useTitle("To review");
  return (
    <div className="screen">
      <header>
        <h1>To review</h1>
      </header>
      <UnknownSenders />
      <UnheardMessages />
      <UnprovenMails />
    </div>
  );
}
