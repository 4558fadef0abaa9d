import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Contact, Ticket } from "../api/types";
import type { ServerEvent } from "./parse";
import { contactRefresher, readAgain, throttled } from "./refresh";

/** The subject of an event. */
export interface Subject {
  id?: string;
  contact_id?: string;
  company_id?: string;
}

const justNow = 10_000;

/** Invalidates the cached answers that an event makes stale. */
export function eventApplier(
  client: QueryClient,
  readContact: (id: string) => Promise<Contact>,
): (event: ServerEvent) => Subject {
  const refreshContact = contactRefresher(client, readContact);
  const stale = (key: readonly unknown[]) => void readAgain(client, key);
  const staleLists = throttled(
    () =>
      void client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === keys.verifications[0] && queryKey[1] !== "contact",
      }),
    500,
  );
  const staleRequests = throttled(() => stale(keys.technicianVerifications), 500);
  const staleConversations = throttled(() => stale(keys.conversations), 500);
  // Tickets are read from the PSA, which has rate limits of its own.
  const staleTickets = throttled(() => stale(keys.conversationTickets), 3000);
  const staleTicketList = throttled(() => stale(keys.tickets), 3000);
  const staleIntegrations = throttled(() => stale(keys.integrations), 1000);
  const staleCompanies = throttled(() => stale(keys.companies), 3000); // which a sync brings
  const staleCounts = throttled(() => stale(keys.counts), 500);
  const staleWrites = throttled(() => stale(keys.ticketWrites), 500);
  const contactChanged = (id: string | undefined) => {
    if (!id) return;
    refreshContact(id);
    stale(keys.channels(id));
    stale(keys.contactPoints(id));
    if (hasTicketOf(client, id)) staleTicketList();
  };
  return ({ event, data }) => {
    const subject = subjectOf(data);
    switch (event) {
      case "resync":
        // Each stream begins with it. Who is signed in was asked just before the first one.
        void client.invalidateQueries({
          predicate: ({ queryKey, state }) =>
            queryKey[0] !== keys.session[0] || Date.now() - state.dataUpdatedAt > justNow,
        });
        break;
      case "verification.updated":
      case "alert.raised":
        if (subject.id) stale(keys.verification(subject.id));
        if (subject.contact_id) stale(keys.history(subject.contact_id));
        contactChanged(subject.contact_id);
        staleLists();
        staleCounts();
        if (event === "alert.raised") stale(keys.alerts);
        break;
      case "alert.updated":
        stale(keys.alerts);
        staleCounts();
        break;
      case "contact.updated":
        contactChanged(subject.contact_id ?? subject.id);
        break;
      case "technician-verification.updated":
        if (subject.id) stale(keys.technicianVerification(subject.id));
        staleRequests();
        staleCounts();
        break;
      case "conversation.updated":
        if (subject.id) {
          stale(keys.conversation(subject.id));
          stale(keys.conversationMessages(subject.id));
        }
        staleConversations();
        staleTickets();
        staleCounts();
        break;
      case "unknown-sender.heard":
        stale(keys.unknownSenders);
        break;
      case "integration.updated":
        staleIntegrations();
        staleCompanies();
        staleCounts();
        break;
      case "ticket-default.updated":
        stale(keys.ticketDefaults);
        break;
      case "ticket-write.updated":
        staleWrites();
        staleTicketList();
        staleCounts();
        break;
    }
    return subject;
  };
}

/** True when a list of tickets shows one of this person, whose shield it shows as well. */
function hasTicketOf(client: QueryClient, contactId: string): boolean {
  return client
    .getQueriesData<{ items?: Ticket[] }>({ queryKey: keys.tickets })
    .some(([, list]) => list?.items?.some((ticket) => ticket.contact_id === contactId));
}

function subjectOf(data: string): Subject {
  try {
    const read: unknown = JSON.parse(data);
    return typeof read === "object" && read !== null ? (read as Subject) : {};
  } catch {
    return {};
  }
}
