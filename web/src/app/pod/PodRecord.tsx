import { type ReactNode, useState } from "react";
import { asProblem } from "../../api/problem";
import { problemLabel } from "../../api/problemLabels";
import type { Session, Ticket } from "../../api/types";
import { Empty } from "../../ui/Empty";
import type { Looking } from "./ContactFinder";
import { PodDesk } from "./PodDesk";
import { PodLoading } from "./PodLoading";
import type { Place } from "./place";
import { useContactAt, useTicketAt } from "./useRecord";

const anybody: Looking = { search: "", openOnly: false };

/** Shows the record on the PSA's screen and the contact it belongs to. */
export function PodRecord({ session, place: { integrationId, screen, id } }: { session: Session; place: Place }) {
  if (screen === "other")
    return <PodDesk session={session} contactId={undefined} ticket={undefined} looking={anybody} />;
  if (!id) return <Unsaved session={session} screen={screen} />;
  return screen === "ticket" ? (
    <OfTicket key={id} session={session} integrationId={integrationId} id={id} />
  ) : (
    <OfContact key={id} session={session} integrationId={integrationId} id={id} />
  );
}

function Unsaved({ session, screen }: { session: Session; screen: "ticket" | "contact" }) {
  return (
    <PodDesk
      session={session}
      contactId={undefined}
      ticket={undefined}
      looking={{
        ...anybody,
        why: {
          title: `This ${screen} is not saved yet`,
          text: `Save it, and the pod opens for it. Until then you can find anybody; what happens is not written into a ticket.`,
        },
      }}
    />
  );
}

function OfTicket({ session, integrationId, id }: { session: Session; integrationId: string; id: string }) {
  const query = useTicketAt(integrationId, id);
  const ticket = query.data;
  if (ticket) {
    return (
      <PodDesk
        session={session}
        contactId={ticket.contact_id}
        ticket={{ id: ticket.id, integrationId, number: ticket.number, contactId: ticket.contact_id }}
        looking={{ ...anybody, company: companyOf(ticket), why: ticket.contact_id ? undefined : nobodyYet(ticket) }}
      />
    );
  }
  if (!query.isError) return <PodLoading />;
  if (asProblem(query.error).status === 404) {
    return (
      <Unread
        title="This ticket is not here"
        retry={() => void query.refetch()}
        onward={<PodDesk session={session} contactId={undefined} ticket={undefined} looking={anybody} />}
      >
        It was removed, or it belongs to a company that is not for you to see. You can still find the caller; nothing is
        written into the ticket.
      </Unread>
    );
  }
  const { what, next } = problemLabel(asProblem(query.error));
  return (
    <Unread
      title="The ticket cannot be read"
      retry={() => void query.refetch()}
      onward={<PodDesk session={session} contactId={undefined} ticket={{ id, integrationId }} looking={anybody} />}
    >
      {what} {next} You can find the caller yourself: check that it is the ticket's own contact. The result is written
      into the ticket later.
    </Unread>
  );
}

function OfContact({ session, integrationId, id }: { session: Session; integrationId: string; id: string }) {
  const query = useContactAt(integrationId, id);
  if (query.data !== undefined)
    return (
      <PodDesk
        session={session}
        contactId={query.data ?? undefined}
        ticket={undefined}
        looking={query.data ? anybody : { ...anybody, why: notSynced }}
      />
    );
  if (!query.isError) return <PodLoading />;
  const { what, next } = problemLabel(asProblem(query.error));
  return (
    <Unread
      title="The contact cannot be read"
      retry={() => void query.refetch()}
      onward={<PodDesk session={session} contactId={undefined} ticket={undefined} looking={anybody} />}
    >
      {what} {next}
    </Unread>
  );
}

const notSynced = {
  title: "This contact is not in Countersign",
  text: "The next sync brings whoever is new; an Admin can start one under Integrations.",
};

function nobodyYet(ticket: Ticket) {
  if (!ticket.contact)
    return { title: "This ticket has no contact", text: "Set one in the ticket, or find the caller here." };
  return {
    title: `${ticket.contact} is not in Countersign`,
    text: "The next sync brings whoever is new. Until then you can verify those who are here.",
  };
}

function companyOf(ticket: Ticket) {
  return ticket.company_id ? { id: ticket.company_id, name: ticket.company ?? "this company" } : undefined;
}

/** Says that the PSA's record could not be read, and offers to go on without it. */
function Unread({
  title,
  children,
  retry,
  onward,
}: {
  title: string;
  children: ReactNode;
  retry: () => void;
  onward: ReactNode;
}) {
  const [on, goOn] = useState(false);
  if (on) return onward;
  return (
    <main className="pod">
      <div role="alert">
        <Empty
          whole
          title={title}
          action={
            <div className="row">
              <button type="button" className="primary" onClick={retry}>
                Try again
              </button>
              <button type="button" onClick={() => goOn(true)}>
                Find somebody
              </button>
            </div>
          }
        >
          {children}
        </Empty>
      </div>
    </main>
  );
}
