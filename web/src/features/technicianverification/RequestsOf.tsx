import { useEffect, useState } from "react";
import { TechnicianVerificationCard } from "./TechnicianVerificationCard";
import { useOpenTechnicianVerifications, useTechnicianVerification } from "./useTechnicianVerifications";

interface Props {
  contactId: string;
  ticketId: string | undefined;
  integrationId: string | undefined;
  mayAct: boolean;
}

/** The technician verifications that this contact has open now. Ended ones stay until they are dismissed. */
export function RequestsOf({ contactId, ticketId, integrationId, mayAct }: Props) {
  const open = useOpenTechnicianVerifications(contactId).data?.items;
  const [shown, show] = useState<string[]>([]);
  useEffect(() => {
    const fresh = open?.map((each) => each.id) ?? [];
    if (fresh.length > 0) show((before) => [...fresh.filter((id) => !before.includes(id)), ...before]);
  }, [open]);
  return shown.map((id) => (
    <RequestOf
      key={id}
      id={id}
      contactId={contactId}
      ticketId={ticketId}
      integrationId={integrationId}
      mayAct={mayAct}
      onDone={() => show((before) => before.filter((each) => each !== id))}
    />
  ));
}

function RequestOf({ id, onDone, ...around }: Props & { id: string; onDone: () => void }) {
  const verification = useTechnicianVerification(id).data;
  // A technician may claim it for another person with the same number. It then no longer concerns this person.
  if (!verification || (verification.contact && verification.contact.id !== around.contactId)) return null;
  return <TechnicianVerificationCard verification={verification} onDone={onDone} {...around} />;
}
