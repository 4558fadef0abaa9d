import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { asProblem } from "../../api/problem";
import type { ThisCall } from "../../api/shields";
import type { ChannelOption, Contact } from "../../api/types";
import { useChannels } from "../../api/useContact";
import { Skeleton } from "../../ui/Skeleton";
import { ActiveVerification } from "./ActiveVerification";
import { type CallDetails, CallFields } from "./CallFields";
import { History } from "./History";
import type { Followed } from "./useFollowed";
import { useVerification, useVerificationActions } from "./useVerification";
import "./verification.css";
import { secondsUntil } from "../../time/countdown";
import { useNow } from "../../time/useNow";
import { firstName } from "../../ui/firstName";
import { ChannelList } from "./ChannelList";
import { others } from "./channels";

export interface Ticket {
  id: string;
  /** The integration of the ticket; without it, the PSA that was connected first. */
  integrationId?: string | undefined;
  /** The ticket's own contact. Verifying another one may need a note. */
  contactId?: string | undefined;
}

interface Props {
  contact: Contact;
  ticket?: Ticket | undefined;
  followed: Followed;
  call: ThisCall;
  mayVerify: boolean;
  /** False: the channels stay folded until a person asks for them, as the policy may want it for the pod. */
  unfolded?: boolean;
}

/** Verifies one contact: the active verification, the channels, the history. The console and the pod both show it. */
export function VerificationPanel({
  contact,
  ticket,
  followed: { id: followed, follow },
  call,
  mayVerify,
  unfolded = true,
}: Props) {
  const channels = useChannels(contact.id);
  const actions = useVerificationActions();
  const [details, setDetails] = useState<CallDetails>({ ticketId: ticket?.id ?? "", note: "" });
  const [noteOpen, openNote] = useState(false);
  const [shown, show] = useState(unfolded);
  // Whoever denied is not on this call: going on with it by another way is not offered.
  const [anew, beginAnew] = useState(false);
  const followedQuery = useVerification(followed);
  const current = followedQuery.data;
  const open = current?.status === "pending";
  // The pause before the next send applies to every channel of this verification.
  const pause = secondsUntil(current?.send_again_at, useNow(1000, open));
  const exhausted = open && !current.send_again_at;

  const choose = (option: ChannelOption) => {
    actions.check.reset();
    if (current && open) return actions.send.mutate({ id: current.id, option });
    actions.start.mutate(
      {
        contact_id: contact.id,
        channel: option.channel,
        address_id: option.address_id,
        ticket_id: details.ticketId.trim() || undefined,
        ticket_integration_id: ticket?.integrationId,
        ticket_contact_id: ticket?.contactId,
        note: details.note.trim() || undefined,
      },
      { onSuccess: (verification) => follow(verification.id) },
    );
  };
  const leave = () => {
    follow(undefined);
    for (const action of Object.values(actions)) action.reset();
    setDetails({ ticketId: ticket?.id ?? "", note: "" });
    openNote(false);
    beginAnew(false);
  };

  const policy = channels.data?.policy;
  const refused = actions.start.error;
  const other = ticket?.contactId !== undefined && ticket.contactId !== contact.id;
  const noteRefused = refused ? asProblem(refused).code === "note_required" : false;
  const noteRequired = noteRefused || (other && Boolean(policy?.note_required));
  const noteShown = noteRequired || noteOpen;
  const stopped = (contact.denied !== undefined || current?.status === "denied") && !open && !anew;
  const watching = current !== undefined && open && !current.leading;
  return (
    <div className="panel stack wide">
      {policy?.banner && (
        <div className="banner" dir="auto">
          {policy.banner}
        </div>
      )}
      {followed && !current && (
        <section className="card now">
          <Skeleton lines={4} />
        </section>
      )}
      {current && (
        <ActiveVerification
          key={`${current.id}-${current.sends.length}`}
          verification={current}
          actions={actions}
          onDone={leave}
        />
      )}
      {mayVerify && stopped && (
        <button
          type="button"
          onClick={() => {
            leave();
            show(true);
            beginAnew(true);
          }}
        >
          Start again on a new call
        </button>
      )}
      {mayVerify && !shown && !current && !stopped && (
        <button type="button" className="primary" onClick={() => show(true)}>
          Verify {firstName(contact.name)}
        </button>
      )}
      {(shown || current) && !watching && !stopped && (
        <section className="card" aria-labelledby="ways">
          <div className="card-head">
            <h2 id="ways">{open ? "Or by another way" : `Ways to reach ${firstName(contact.name)}`}</h2>
            {open && pause > 0 && <span className="soft end">in {pause} s</span>}
            {mayVerify && !open && !noteShown && (
              <button type="button" className="quiet small end" onClick={() => openNote(true)}>
                Add a note
              </button>
            )}
          </div>
          {mayVerify && !open && (
            <CallFields
              details={details}
              onChange={setDetails}
              ticketGiven={Boolean(ticket?.id)}
              companyId={contact.company.id}
              noteShown={noteShown}
              noteRequired={noteRequired}
              noteError={noteRefused ? "Say why before you go on." : undefined}
            />
          )}
          {refused && !noteRefused && (
            <div className="card-body">
              <ProblemNote error={refused} />
            </div>
          )}
          {channels.isPending && (
            <div className="card-body">
              <Skeleton lines={5} />
            </div>
          )}
          {channels.isError && <LoadError query={channels} />}
          {channels.data && (
            <ChannelList
              options={open ? others(channels.data.items, current) : channels.data.items}
              shields={contact.shields}
              call={call}
              urgent={!current}
              disabled={
                !mayVerify || actions.start.isPending || actions.send.isPending || exhausted || (open && pause > 0)
              }
              onChoose={choose}
            />
          )}
        </section>
      )}
      <History contactId={contact.id} length={policy?.history_length ?? 5} />
    </div>
  );
}
