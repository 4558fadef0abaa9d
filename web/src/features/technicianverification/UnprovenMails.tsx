import { MessagesOfPeople } from "./MessagesOfPeople";

/** Mails in the name of people on file that proved no sender. */
export function UnprovenMails() {
  return (
    <MessagesOfPeople which="unproven" title="Unproven mails">
      These came in the name of somebody on file and prove no sender: anybody can have written them. They got no answer.
      Ask the person on the number that is on file.
    </MessagesOfPeople>
  );
}
