import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { Ticket } from "../api/types";

/** The ticket of the current call, while the technician looks for the contact to verify. */
export interface CallTicket {
  id: string;
  /** The integration of the ticket. */
  integrationId: string;
  number: string;
  /** The ticket's own contact. Verifying another one may need a note. */
  contactId: string | undefined;
}

/** The part of a ticket that a call needs. */
export function callOf(ticket: Ticket): CallTicket {
  return { id: ticket.id, integrationId: ticket.integration.id, number: ticket.number, contactId: ticket.contact_id };
}

interface Call {
  ticket: CallTicket | undefined;
  setTicket: (ticket: CallTicket | undefined) => void;
}

const CallContext = createContext<Call>({ ticket: undefined, setTicket: () => {} });

/**
 * Keeps the ticket while the technician moves from the tickets to the contacts. It lasts as long as the page, like the
 * search.
 */
export function CallProvider({ children }: { children: ReactNode }) {
  const [ticket, setTicket] = useState<CallTicket>();
  const value = useMemo(() => ({ ticket, setTicket }), [ticket]);
  return <CallContext value={value}>{children}</CallContext>;
}

export const useCall = (): Call => use(CallContext);
