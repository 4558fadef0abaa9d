import { useCallback, useState } from "react";
import type { Session } from "../../api/types";
import { OthersWaiting } from "../../features/technicianverification/public";
import { ContactFinder, type Looking } from "./ContactFinder";
import { PodPerson, type PodTicket } from "./PodPerson";

interface Props {
  session: Session;
  /** The contact that the host page names; undefined when a person has to be found first. */
  contactId: string | undefined;
  ticket: PodTicket | undefined;
  looking: Looking;
}

/** Shows the contact that the host page names, or another one that the technician finds. */
export function PodDesk({ session, contactId, ticket, looking }: Props) {
  const [chosen, choose] = useState<string>();
  const [finding, setFinding] = useState(false);
  const onChoose = useCallback((id: string) => {
    choose(id);
    setFinding(false);
  }, []);
  const shown = chosen ?? contactId;
  return (
    <>
      {shown && !finding ? (
        <PodPerson key={shown} session={session} contactId={shown} ticket={ticket} onOther={() => setFinding(true)} />
      ) : (
        <ContactFinder
          {...(shown ? { ...looking, search: "", openOnly: false, why: undefined } : looking)}
          onChoose={onChoose}
          onBack={shown ? () => setFinding(false) : undefined}
        />
      )}
      <OthersWaiting contactId={finding ? undefined : shown} />
    </>
  );
}
