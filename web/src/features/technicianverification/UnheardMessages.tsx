import { MessagesOfPeople } from "./MessagesOfPeople";

/** Messages of people on file that nothing waited for, as where only technicians begin conversations. */
export function UnheardMessages() {
  return (
    <MessagesOfPeople which="unheard" title="Unheard messages">
      These came from people on file while nothing waited for them: your channel may let only technicians begin, or it
      was a mail. They got no answer. Open the person to write to them.
    </MessagesOfPeople>
  );
}
