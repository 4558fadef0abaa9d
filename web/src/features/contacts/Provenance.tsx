import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { isCooling } from "../../api/shields";
import type { Contact, ContactPoint, Duplicate as DuplicateData } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { useNow } from "../../time/useNow";
import { Skeleton } from "../../ui/Skeleton";
import { Sources } from "../../ui/Sources";
import { ApproveDialog } from "./ApproveDialog";
import { ContactPointRow } from "./ContactPointRow";
import { looksTheSame, sameBy } from "./labels";
import { useContactPoints } from "./useContactPoints";

/** Where a contact's data comes from. It is folded, and opens by itself when something was changed recently. */
export function Provenance({ contact }: { contact: Contact }) {
  const now = useNow();
  const urgent =
    contact.shields.some((shield) => isCooling(shield, now)) ||
    Boolean(contact.duplicates?.some(looksTheSame)) ||
    contact.inactive_since !== undefined;
  const [open, setOpen] = useState(urgent);
  const sources = contact.sources?.length ?? 0;
  return (
    <details className="card fold provenance" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>Where this comes from</h2>
        <span className="soft">{sources > 0 ? contact.sources?.map((each) => each.name).join(", ") : "this desk"}</span>
      </summary>
      {open && <Body contact={contact} />}
    </details>
  );
}

function Duplicate({ duplicate }: { duplicate: DuplicateData }) {
  const person = (
    <Link to="/contacts/$contactId" params={{ contactId: duplicate.contact.id }}>
      <bdi>{duplicate.contact.name}</bdi>
    </Link>
  );
  if (!looksTheSame(duplicate))
    return <p className="soft">{person} has the same phone. An office line is often shared.</p>;
  return (
    <p className="banner warn">
      <strong>Maybe the same person: {person}</strong>
      They have {sameBy(duplicate)}
      {duplicate.sources?.length
        ? `, and come from ${duplicate.sources.map((source) => source.name).join(" and ")}`
        : ""}
      . Make sure which of them calls. Fix it where they come from, and one remains.
    </p>
  );
}

function Body({ contact }: { contact: Contact }) {
  const query = useContactPoints(contact.id);
  const mayApprove = may(useSession().data, "contacts:write");
  const [approving, approve] = useState<ContactPoint>();
  return (
    <div className="card-body stack wide">
      {contact.sources?.length ? (
        <Sources sources={contact.sources} />
      ) : (
        <p className="soft">No PSA knows this person; they were added here.</p>
      )}
      {contact.duplicates?.map((each) => (
        <Duplicate key={each.contact.id} duplicate={each} />
      ))}
      {query.isError && !query.data ? (
        <LoadError query={query} />
      ) : !query.data ? (
        <Skeleton lines={4} />
      ) : query.data.items.length === 0 ? (
        <p className="soft">There is no number and no address on file.</p>
      ) : (
        <ul className="points">
          {query.data.items.map((point) => (
            <ContactPointRow key={point.id} point={point} onApprove={mayApprove ? () => approve(point) : undefined} />
          ))}
        </ul>
      )}
      {approving && <ApproveDialog contactId={contact.id} point={approving} onClose={() => approve(undefined)} />}
    </div>
  );
}
