import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "../../api/fieldErrors";
import { ProblemNote } from "../../api/ProblemNote";
import { TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";

interface Props {
  /** Names the right ticket for the note. */
  name: (ticketId: string) => Promise<unknown>;
}

/** Asks for the right ticket of a note that its ticket did not take. */
export function OtherTicket({ name }: Props) {
  const [ticketId, setTicketId] = useState("");
  const naming = useMutation({ mutationFn: () => name(ticketId.trim()) });
  const wrong = fieldError(naming.error, "ticket_id");
  return (
    <Form className="stack" aria-label="Choose another ticket" onSubmit={() => naming.mutate()}>
      <div className="row bottom">
        <div className="ticket-field">
          <TextField
            label="Choose another ticket"
            required
            maxLength={64}
            autoComplete="off"
            value={ticketId}
            onChange={setTicketId}
            error={wrong}
          />
        </div>
        <button type="submit" disabled={naming.isPending}>
          {naming.isPending ? "Writing" : "Write the note there"}
        </button>
      </div>
      {!wrong && <ProblemNote error={naming.error} />}
    </Form>
  );
}
