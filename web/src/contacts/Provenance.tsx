import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Contact, ContactPoint } from "../api/types";
import { Bones } from "../parts/Bones";
import { Failed } from "../parts/Empty";
import { may, useSession } from "../session/useSession";
import { useNow } from "../time/useNow";
import { ApproveDialog } from "./ApproveDialog";
import { PointRow } from "./PointRow";
import { isCooling, sameBy } from "./provenance";
import { Sources } from "./Sources";
import { usePoints } from "./usePoints";

/** Where a person's data comes from, folded until somebody wants to know; it opens by itself when something was changed lately. */
export function Provenance({ contact }: { contact: Contact }) {
  const now = useNow();
  const urgent = contact.shields.some((shield) => isCooling(shield, now)) || Boolean(contact.duplicates?.length) || contact.inactive_since !== undefined;
  const [open, setOpen] = useState(urgent);
  const sources = contact.sources?.length ?? 0;
  return (
    <details className="card history provenance" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><h2>Where this comes from</h2><span className="soft">{sources > 0 ? contact.sources?.map((each) => each.name).join(", ") : "this desk"}</span></summary>
      {open && <Body contact={contact} />}
    </details>
  );
}

function Body({ contact }: { contact: Contact }) {
  const query = usePoints(contact.id);
  const mayApprove = may(useSession().data, "contacts:write");
  const [approving, approve] = useState<ContactPoint>();
  return (
    <div className="card-body stack wide">
      {contact.sources?.length ? <Sources sources={contact.sources} /> : <p className="soft">No PSA knows this person; they were added here.</p>}
      {contact.duplicates?.map((each) => (
        <p key={each.contact.id} className="banner warn">
          <strong>Maybe the same person: <Link to="/contacts/$contactId" params={{ contactId: each.contact.id }}>{each.contact.name}</Link></strong>
          They have {sameBy(each)}{each.sources?.length ? `, and come from ${each.sources.map((source) => source.name).join(" and ")}` : ""}. Mend it in the PSA, and one remains.
        </p>
      ))}
      {query.isError && !query.data ? <Failed error={query.error} retry={() => void query.refetch()} /> : !query.data ? <Bones lines={4} /> : query.data.items.length === 0 ? <p className="soft">There is no number and no address on file.</p> : (
        <ul className="points">{query.data.items.map((point) => <PointRow key={point.id} point={point} onApprove={mayApprove ? () => approve(point) : undefined} />)}</ul>
      )}
      {approving && <ApproveDialog contactId={contact.id} point={approving} onClose={() => approve(undefined)} />}
    </div>
  );
}
