import { useState } from "react";
import type { Contact } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { useNow } from "../../time/useNow";
import { firstName } from "../../ui/firstName";
import { ClearDenialDialog } from "./ClearDenialDialog";
import { deniedWords } from "./labels";
import "./personstatus.css";

/** Says that a denial stands on this person, and what follows from it. An Admin clears it here. */
export function DenialNotice({ contact }: { contact: Contact }) {
  const now = useNow();
  const admin = may(useSession().data, "admin");
  const [clearing, clear] = useState(false);
  const { denied } = contact;
  if (!denied) return null;
  const name = firstName(contact.name);
  return (
    <section className="banner bad denial row wrap top" aria-label="Denied">
      <div className="grow">
        <strong>{deniedWords(denied, now)}</strong>
        {denied.technician && (
          <>
            <bdi>{denied.technician}</bdi>'s call{denied.ticket_id ? `, ticket ${denied.ticket_id}` : ""}.{" "}
          </>
        )}
        Somebody may be pretending to be {name}, or to be you. Change nothing on a caller's word: ring {name} on the
        number on file. {admin ? "Until it is cleared" : "Until an admin clears it"}, none of {name}'s shields counts.
      </div>
      {admin && (
        <button type="button" onClick={() => clear(true)}>
          Clear
        </button>
      )}
      {clearing && <ClearDenialDialog contact={contact} onClose={() => clear(false)} />}
    </section>
  );
}
