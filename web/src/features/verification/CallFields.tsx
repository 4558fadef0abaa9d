import { TextArea } from "../../ui/Field";
import { TypedTicket } from "./TypedTicket";

export interface CallDetails {
  ticketId: string;
  note: string;
}

interface Props {
  details: CallDetails;
  onChange: (details: CallDetails) => void;
  /** The ticket came with the page and is not asked for. */
  ticketGiven: boolean;
  /** Whose people are verified here. */
  companyId: string;
  noteShown: boolean;
  noteRequired: boolean;
  noteError: string | undefined;
}

/** The ticket of this call, and a note when the contact is not the ticket's own. */
export function CallFields({ details, onChange, ticketGiven, companyId, noteShown, noteRequired, noteError }: Props) {
  if (ticketGiven && !noteShown) return null;
  return (
    <div className="card-body stack">
      {!ticketGiven && (
        <div className="row wrap">
          <label htmlFor="ticket" className="soft">
            Ticket
          </label>
          <input
            id="ticket"
            className="ticket"
            maxLength={64}
            autoComplete="off"
            placeholder="Optional"
            value={details.ticketId}
            aria-describedby="ticket-found"
            onChange={(event) => onChange({ ...details, ticketId: event.target.value })}
          />
          <TypedTicket id={details.ticketId.trim()} companyId={companyId} />
        </div>
      )}
      {noteShown && (
        <TextArea
          label={noteRequired ? "Why somebody else than the ticket's contact?" : "Note"}
          hint="Kept with the evidence."
          error={noteError}
          maxLength={1000}
          rows={2}
          value={details.note}
          onChange={(note) => onChange({ ...details, note })}
        />
      )}
    </div>
  );
}
