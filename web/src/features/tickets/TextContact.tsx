import { useNavigate } from "@tanstack/react-router";
import type { Ticket } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { LoadError } from "../../api/LoadError";
import { Skeleton } from "../../ui/Skeleton";
import { NewConversation } from "../conversations/NewConversation";
import { useContact } from "../../api/useContact";

/** Writes to the ticket's own contact, in this ticket. */
export function TextContact({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const navigate = useNavigate();
  const query = useContact(ticket.contact_id ?? "");
  if (!query.data) {
    return (
      <Dialog title="New conversation" onClose={onClose}>
        {query.isError ? <LoadError error={query.error} retry={() => void query.refetch()} /> : <Skeleton lines={6} />}
      </Dialog>
    );
  }
  return (
    <NewConversation
      contact={query.data}
      ticketId={ticket.id}
      onClose={onClose}
      onStarted={(started) =>
        void navigate({ to: "/messages/$conversationId", params: { conversationId: started.id } })
      }
    />
  );
}
