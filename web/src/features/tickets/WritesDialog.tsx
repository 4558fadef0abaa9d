import { LoadError } from "../../api/LoadError";
import type { Ticket } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { Skeleton } from "../../ui/Skeleton";
import { WriteList } from "../outbox/public";
import { useWritesOf } from "./useTickets";

/** The writes into a ticket, done and pending. */
export function WritesDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const query = useWritesOf(ticket.id, ticket.integration.id);
  const items = query.data?.items;
  return (
    <Dialog title={`What we write into ticket ${ticket.number}`} wide onClose={onClose}>
      {query.isError && !items ? (
        <LoadError query={query} />
      ) : !items ? (
        <Skeleton lines={4} />
      ) : items.length === 0 ? (
        <Empty title="Nothing yet">A verification with this ticket writes a note here when it ends.</Empty>
      ) : (
        <WriteList items={items} ticketShown={false} />
      )}
    </Dialog>
  );
}
