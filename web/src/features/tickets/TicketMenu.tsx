import { useNavigate } from "@tanstack/react-router";
import type { Ticket } from "../../api/types";
import { callOf, useCall } from "../../session/CallContext";
import { useSearch } from "../../session/ContactSearchContext";
import { may, useSession } from "../../session/useSession";
import { Menu, type MenuItem } from "../../ui/Menu";
import { webAddress } from "./labels";

/** What can be done with a ticket besides opening it. */
export function TicketMenu({
  ticket,
  onText,
  onWrites,
}: {
  ticket: Ticket;
  onText: (ticket: Ticket) => void;
  onWrites: (ticket: Ticket) => void;
}) {
  const session = useSession().data;
  const navigate = useNavigate();
  const { setText } = useSearch();
  const { setTicket } = useCall();
  const url = webAddress(ticket.url);
  const { company_id: companyId, contact_id: contactId } = ticket;
  const verifies = may(session, "verifications:write");

  const somebodyElse = () => {
    setTicket(callOf(ticket));
    setText("");
    void navigate({ to: "/contacts", search: (companyId ? { company: companyId } : {}) as never });
  };
  const items: MenuItem[] = [
    ...(url ? [{ label: "Open in PSA ↗", href: url }] : []),
    ...(verifies && contactId
      ? [
          {
            label: "Verify the contact",
            onChoose: () =>
              void navigate({
                to: "/tickets/$ticketId",
                params: { ticketId: ticket.id },
                search: { integration: ticket.integration?.id },
                state: { verify: true },
              }),
          },
        ]
      : []),
    ...(verifies
      ? [{ label: companyId ? "Verify somebody else of the company" : "Verify somebody else", onChoose: somebodyElse }]
      : []),
    ...(contactId && may(session, "messages:write")
      ? [{ label: "Text the contact", onChoose: () => onText(ticket) }]
      : []),
    { label: "Show notes", onChoose: () => onWrites(ticket) },
  ];
  return <Menu label={`More about ticket ${ticket.number}`} className="quiet icon" button="⋯" items={items} />;
}
