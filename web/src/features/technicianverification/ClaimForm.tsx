import { useState } from "react";
import { fieldError } from "../../api/fieldErrors";
import type { TechnicianVerification } from "../../api/types";
import { TextField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { Name } from "../../ui/Name";
import { StepProblem } from "./StepProblem";
import type { TechnicianVerificationActions } from "./useTechnicianVerifications";

interface Props {
  verification: TechnicianVerification;
  claim: TechnicianVerificationActions["claim"];
  /** The host page's ticket, which is then not asked for. */
  ticketId: string | undefined;
  integrationId: string | undefined;
  /** The host page's contact, where several share the number. */
  contactId: string | undefined;
}

/**
 * Claims a technician verification for the ticket in hand. Where several contacts share the number, the technician says
 * which of them is on the phone.
 */
export function ClaimForm({ verification, claim, ticketId: given, integrationId, contactId: around }: Props) {
  const shared = verification.candidates.length > 1 && !verification.contact;
  const [contactId, setContactId] = useState(
    shared ? verification.candidates.find((each) => each.contact.id === around)?.contact.id : undefined,
  );
  const [ticketId, setTicketId] = useState(given ?? "");
  const shownAtField = fieldError(claim.error, "contact_id") ?? fieldError(claim.error, "ticket_id");
  return (
    <Form className="stack wide" onSubmit={() => claim.mutate({ contactId, ticketId, integrationId })}>
      {shared && (
        <fieldset>
          <legend>Who of them is on the phone?</legend>
          <div className="stack">
            {verification.candidates.map((each) => (
              <label key={each.contact.id} className="row candidate">
                <input
                  type="radio"
                  name={`who-${verification.id}`}
                  required
                  checked={contactId === each.contact.id}
                  onChange={() => setContactId(each.contact.id)}
                />
                <span>
                  <Name strong className="">
                    {each.contact.name}
                  </Name>{" "}
                  <Name className="faint">{each.company.name}</Name>
                </span>
              </label>
            ))}
          </div>
          {fieldError(claim.error, "contact_id") && (
            <div className="tone-bad soft" role="alert">
              {fieldError(claim.error, "contact_id")}
            </div>
          )}
        </fieldset>
      )}
      <div className="row bottom">
        <div className="ticket-field">
          <TextField
            label="Ticket"
            placeholder="Optional"
            maxLength={60}
            autoComplete="off"
            value={ticketId}
            onChange={setTicketId}
            error={fieldError(claim.error, "ticket_id")}
          />
        </div>
        <button type="submit" className="primary" disabled={claim.isPending}>
          {claim.isPending ? "Taking it up" : "Take it up"}
        </button>
      </div>
      {!shownAtField && <StepProblem error={claim.error} />}
    </Form>
  );
}
