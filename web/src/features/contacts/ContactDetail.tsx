import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { useContact } from "../../api/useContact";
import { useFirstReads } from "../../api/useFirstReads";
import { useCall } from "../../session/CallContext";
import { may, useSession } from "../../session/useSession";
import { DetailPanel } from "../../ui/DetailPanel";
import { Menu } from "../../ui/Menu";
import { useToast } from "../../ui/Toasts";
import { TypeTheName } from "../../ui/TypeTheName";
import { When } from "../../ui/When";
import { DenialNotice, StatusChip, StatusLine } from "../personstatus/public";
import { RequestsOf } from "../technicianverification/public";
import { useFocusFirstChannel, useFollowed, useThisCall, VerificationPanel } from "../verification/public";
import { ContactForm } from "./ContactForm";
import { Provenance } from "./Provenance";

/** The person beside the list. */
export function ContactDetail({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const session = useSession().data;
  const query = useContact(contactId);
  const contact = query.data;
  const wantsVerify = useLocation({ select: (location) => location.state.verify === true });
  const side = useRef<HTMLElement>(null);
  const [sheet, setSheet] = useState<"edit" | "erase">();
  const mayWrite = may(session, "contacts:write");
  const ready = contact !== undefined;
  const { ticket } = useCall();
  const followed = useFollowed(contact?.open_verification_id);
  const call = useThisCall(followed, ticket);

  const known = useFirstReads(ready);
  useFocusFirstChannel(side, wantsVerify && known);

  return (
    <DetailPanel
      label="Person"
      ready={ready}
      failed={query.isError}
      known={known}
      panel={side}
      heading={
        contact && (
          <>
            <div className="row wrap">
              <h1 tabIndex={-1} dir="auto">
                {contact.name}
              </h1>
              <StatusChip contact={contact} call={call} />
            </div>
            <div className="soft">
              <bdi>{contact.company.name}</bdi>
            </div>
            <div className="person-status">
              <StatusLine contact={contact} call={call} />
            </div>
          </>
        )
      }
      actions={
        mayWrite &&
        contact && (
          <Menu
            label="More about this contact"
            className="quiet icon"
            button="⋯"
            items={[
              { label: "Edit contact", onChoose: () => setSheet("edit") },
              ...(may(session, "admin")
                ? [{ label: <span className="tone-bad">Erase this person</span>, onChoose: () => setSheet("erase") }]
                : []),
            ]}
          />
        )
      }
      above={
        query.isError && (
          <div className="card">
            <LoadError query={query} />
          </div>
        )
      }
      onClose={onClose}
    >
      {contact && <DenialNotice contact={contact} />}
      {contact && (
        <RequestsOf
          contactId={contact.id}
          ticketId={ticket?.id}
          integrationId={ticket?.integrationId}
          mayAct={may(session, "verifications:write")}
        />
      )}
      {contact?.inactive_since && (
        <p className="banner warn">
          <strong>Not active any more.</strong>The PSA says since <When at={contact.inactive_since} />. Somebody who
          left may still call: ask their company before you do anything on their word.
        </p>
      )}
      {contact && (
        <VerificationPanel
          key={ticket?.id ?? ""}
          contact={contact}
          ticket={ticket}
          followed={followed}
          call={call}
          mayVerify={may(session, "verifications:write")}
        />
      )}
      {contact && <Provenance contact={contact} />}
      {contact && sheet === "edit" && (
        <ContactForm contact={contact} onClose={() => setSheet(undefined)} onSaved={() => setSheet(undefined)} />
      )}
      {contact && sheet === "erase" && (
        <Erase contactId={contact.id} name={contact.name} onClose={() => setSheet(undefined)} />
      )}
    </DetailPanel>
  );
}

function Erase({ contactId, name, onClose }: { contactId: string; name: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const erase = useMutation({
    mutationFn: () => unwrap(api.DELETE("/contacts/{contact_id}", { params: { path: { contact_id: contactId } } })),
    onSuccess: async () => {
      await navigate({ to: "/contacts" });
      void client.invalidateQueries({ queryKey: keys.contacts });
      toast({ tone: "ok", words: "Erased. The evidence stays valid and names nobody." });
    },
  });
  return (
    <TypeTheName
      title={`Erase ${name}?`}
      name={name}
      what="person"
      verb="Erase for good"
      busy={erase.isPending}
      onConfirm={() => erase.mutate()}
      onClose={onClose}
    >
      <p>Name, numbers and addresses go for good. What was proven stays in the evidence, without saying about whom.</p>
      <ProblemNote error={erase.error} />
    </TypeTheName>
  );
}
