import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { useContactIf } from "../../api/useContact";
import { useFirstReads } from "../../api/useFirstReads";
import { useTriggerWords } from "../../api/useTriggerWords";
import { may, useSession } from "../../session/useSession";
import { Confirm } from "../../ui/Dialog";
import { firstName } from "../../ui/firstName";
import { Masked } from "../../ui/Masked";
import { Name } from "../../ui/Name";
import { Skeleton } from "../../ui/Skeleton";
import { DenialNotice, StatusChip } from "../personstatus/public";
import { Bubbles } from "./Bubbles";
import { Composer } from "./Composer";
import { whyNot } from "./labels";
import type { Filling } from "./placeholders";
import { OpenRequest, PolicyBanner } from "./ThreadNotices";
import { ThreadState } from "./ThreadState";
import { TicketPane } from "./TicketPane";
import { useConversation, useConversationActions, useLooking, useMessages, useTicket } from "./useConversations";
import { Writer } from "./Writer";

interface Props {
  id: string;
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
  onManage: () => void;
}

/** One conversation: what was written, what to write next, and its ticket. */
export function Thread({ id, text, onText, onClose, onManage }: Props) {
  const session = useSession().data;
  useLooking(id);
  const query = useConversation(id);
  const messages = useMessages(id);
  const ticket = useTicket(id).data?.ticket;
  const words = useTriggerWords(may(session, "settings:read"));
  const { send, read, close } = useConversationActions(id);
  const [closing, setClosing] = useState(false);
  const pane = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const thread = useRef<HTMLElement>(null);
  const conversation = query.data;
  const person = useContactIf(conversation?.contact?.id).data;
  const mayWrite = may(session, "messages:write");
  const all = messages.data?.pages.flatMap((page) => page.items);
  const newest = all?.[0]?.id;

  const unread = conversation?.unread ?? 0;
  const markRead = read.mutate;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message is marked as read anew
  useEffect(() => {
    if (unread === 0 || !mayWrite) return;
    // A message that arrives behind another window is marked as read when this one becomes visible.
    const onSeen = () => {
      if (!document.hidden) markRead();
    };
    onSeen();
    document.addEventListener("visibilitychange", onSeen);
    return () => document.removeEventListener("visibilitychange", onSeen);
  }, [unread, mayWrite, markRead, newest]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message scrolls into sight
  useLayoutEffect(() => {
    if (pane.current) pane.current.scrollTop = pane.current.scrollHeight;
  }, [newest]);
  const ready = conversation !== undefined;
  const known = useFirstReads(ready);
  const wantsAnswer = useLocation({ select: (location) => location.state.answer === true });
  useEffect(() => {
    const box = wantsAnswer ? thread.current?.querySelector<HTMLElement>("[data-reply]") : undefined;
    if (ready && known && (box || document.activeElement === document.body)) (box ?? head.current)?.focus();
  }, [ready, known, wantsAnswer]);

  if (query.isError)
    return (
      <section className="card thread">
        <h1 className="hidden-text">Conversation</h1>
        <LoadError query={query} />
      </section>
    );
  const filling: Partial<Filling> = {
    name: conversation?.contact ? firstName(conversation.contact.name) : "",
    ticket: ticket?.number ?? conversation?.ticket_id ?? "",
    technician: session?.user.name ?? "",
    msp: session?.tenant.name ?? "",
    ...words.data,
  };
  return (
    <>
      <section className="card thread" aria-label="Conversation" ref={thread}>
        <header className="row top thread-head">
          <button type="button" className="quiet icon back" aria-label="Back to the list" onClick={onClose}>
            ←
          </button>
          <div className="grow">
            {conversation ? (
              <>
                <div className="row wrap">
                  <h1 ref={head} tabIndex={-1}>
                    <Writer conversation={conversation} />
                  </h1>
                  {person && <StatusChip contact={person} />}
                  {conversation.status === "closed" && <span className="chip">Closed</span>}
                </div>
                <div className="soft">
                  <Name className="">{conversation.company?.name ?? "Nobody has this number on file"}</Name> ·{" "}
                  {conversation.contact && (
                    <>
                      <Masked>{conversation.contact_point}</Masked> ·{" "}
                    </>
                  )}
                  {conversation.channel.name}
                </div>
                {conversation.subject && (
                  <div className="soft clip" dir="auto">
                    {conversation.subject}
                  </div>
                )}
                <ThreadState conversation={conversation} mayWrite={mayWrite} />
              </>
            ) : (
              <Skeleton lines={2} />
            )}
          </div>
          {conversation?.contact && (
            <Link className="button quiet" to="/contacts/$contactId" params={{ contactId: conversation.contact.id }}>
              Verify
            </Link>
          )}
          {conversation?.status === "open" && mayWrite && (
            <button type="button" className="quiet" onClick={() => setClosing(true)}>
              Close it
            </button>
          )}
        </header>
        {conversation?.contact && <OpenRequest contact={conversation.contact} />}
        {person && <DenialNotice contact={person} />}
        <PolicyBanner companyId={conversation?.company?.id} />
        <div
          className={`thread-said${known ? "" : " not-yet"}`}
          ref={pane}
          role="region"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls has to take the focus, or the keyboard cannot scroll it
          tabIndex={0}
          aria-label="Messages"
        >
          {messages.hasNextPage && (
            <div className="earlier">
              <button
                type="button"
                className="quiet"
                disabled={messages.isFetching}
                onClick={() => void messages.fetchNextPage()}
              >
                {messages.isFetchingNextPage ? "Loading" : "Earlier messages"}
              </button>
            </div>
          )}
          {messages.isPending && <Skeleton lines={6} />}
          {messages.isError && !all && <LoadError query={messages} />}
          {all && <Bubbles messages={all} label="Messages" conversation={id} />}
        </div>
        {conversation && (
          <Composer
            text={text}
            onText={onText}
            reason={whyNot(conversation, mayWrite)}
            filling={filling}
            busy={send.isPending}
            error={send.error}
            onManage={onManage}
            onSend={(body) => send.mutate(body, { onSuccess: () => onText("") })}
          />
        )}
      </section>
      {conversation && (
        <aside className="ticket-side" aria-label="Ticket">
          <TicketPane id={id} ticketId={conversation.ticket_id} />
        </aside>
      )}
      {closing && (
        <Confirm
          title="Close this conversation?"
          verb="Close it"
          busy={close.isPending}
          onClose={() => setClosing(false)}
          onConfirm={() => close.mutate(undefined, { onSuccess: () => setClosing(false) })}
        >
          <p>
            It stays to be read. A ticket that was opened for it gets the status for what is done, once all that was
            said stands there. Another message from them opens a new conversation.
          </p>
          <ProblemNote error={close.error} />
        </Confirm>
      )}
    </>
  );
}
