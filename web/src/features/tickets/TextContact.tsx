import { useNavigate } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import type { Ticket } from "../../api/types";
import { useContact } from "../../api/useContact";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Skeleton";
import { NewConversation } from "../conversations/public";

/** Writes to the ticket's own contact, in this ticket. */
export function TextContact({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const navigate = useNavigate();
  const query = useContact(ticket.contact_id ?? "");
  if (!query.data) {
    return (
      <Dialog title="New conversation" onClose={onClose}>
        {query.isError ? <LoadError query={query} /> : <Skeleton lines={6} />}
      </Dialog>
    );
  }
  return (
    <NewConversation
      contact={query.data}
      ticketId={ticket.id}
      onClose={onClose}
      onStarted={(started) =>
        void navigate({ to: "/inbox/sms/$conversationId", params: { conversationId: started.id } })
      }
    />
  );
}
