import { useMatch, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";
import { MoreButton } from "../../ui/MoreButton";
import { RowKeys } from "../../ui/RowKeys";
import { SearchBox } from "../../ui/SearchBox";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useDebounced } from "../../ui/useDebounced";
import { useTitle } from "../../ui/useTitle";
import { ConversationList } from "./ConversationList";
import "./messages.css";
import { NewConversation } from "./NewConversation";
import { TemplatesDialog } from "./TemplatesDialog";
import { Thread } from "./Thread";
import { type ConversationFilter, useConversations } from "./useConversations";
import { useReplyKey } from "./useReplyKey";

const filters: { value: ConversationFilter; label: string; none: string }[] = [
  {
    value: "open",
    label: "Open",
    none: "Nobody writes at the moment. A message from a client shows here the moment it comes, and you can write first.",
  },
  { value: "unread", label: "Unread", none: "You have read everything." },
  { value: "mine", label: "Mine", none: "You answer nobody at the moment. A conversation gets its owner in its head." },
  { value: "unassigned", label: "Unassigned", none: "Every open conversation has an owner." },
  { value: "snoozed", label: "Snoozed", none: "Nothing is put off. What is comes back by itself." },
  { value: "closed", label: "Closed", none: "Closed conversations stay here to be read." },
];

/** SMS with clients: the list, the thread, and the ticket beside it, as many at once as there is room for. */
export function MessagesScreen() {
  useTitle("Messages");
  const conversationId = useMatch({ from: "/desk/inbox/sms/$conversationId", shouldThrow: false })?.params
    .conversationId;
  const navigate = useNavigate();
  const session = useSession().data;
  const [{ show }, setFilters] = useFilters("show");
  const filter = filters.find((each) => each.value === show)?.value ?? "open";
  const [sheet, setSheet] = useState<"new" | "templates">();
  // A draft stays in its conversation while another one is open.
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  // What is typed to find a person stays out of the address.
  const [typed, setTyped] = useState("");
  const text = useDebounced(typed.trim(), 150);
  const list = useConversations(filter, text);
  const items = list.data?.pages.flatMap((page) => page.items);
  const mayWrite = may(session, "messages:write");
  const shown = filters.find((each) => each.value === filter);

  useReplyKey();
  const { screen, close } = useCloseDetail(conversationId, () => navigate({ to: "/inbox/sms", search: true as never }));

  return (
    <div className="messages-room" ref={screen}>
      <RowKeys className={`messages${conversationId ? " with-thread" : ""}`}>
        <div className="message-list">
          <div className="row screen-top">
            <h1 className="grow">Messages</h1>
            {mayWrite && (
              <button type="button" className="quiet" onClick={() => setSheet("templates")}>
                Templates
              </button>
            )}
            {mayWrite && (
              <button type="button" className="primary" onClick={() => setSheet("new")}>
                New
              </button>
            )}
          </div>
          <div className="stack">
            <SearchBox label="Search messages" placeholder="Name, company, ticket" value={typed} onChange={setTyped} />
            {!text && (
              <div className="row wrap">
                <FilterChips
                  filters={filters}
                  value={filter}
                  onChange={(show) => setFilters({ show: show === "open" ? undefined : show })}
                />
              </div>
            )}
          </div>
          <section className="card list-pane" aria-label="Conversations">
            {list.isError && !items ? (
              <LoadError query={list} />
            ) : items?.length === 0 ? (
              text ? (
                <Empty title="Nobody fits">Names, companies, subjects and ticket numbers are searched.</Empty>
              ) : (
                <Empty title={filter === "closed" ? "None closed yet" : "All quiet"}>{shown?.none}</Empty>
              )
            ) : (
              <ConversationList items={items} selected={conversationId} />
            )}
            <MoreButton list={list} />
          </section>
        </div>
        {conversationId ? (
          <Thread
            key={conversationId}
            id={conversationId}
            text={drafts[conversationId] ?? ""}
            onText={(text) => setDrafts((before) => ({ ...before, [conversationId]: text }))}
            onClose={close}
            onManage={() => setSheet("templates")}
          />
        ) : (
          <section className="card thread none" aria-label="Conversation">
            <Empty title="Choose a conversation">Arrow keys, J and K move in the list, Enter opens, R answers.</Empty>
          </section>
        )}
      </RowKeys>
      {sheet === "new" && (
        <NewConversation
          onClose={() => setSheet(undefined)}
          onStarted={(started) => {
            setSheet(undefined);
            void navigate({ to: "/inbox/sms/$conversationId", params: { conversationId: started.id } });
          }}
        />
      )}
      {sheet === "templates" && <TemplatesDialog onClose={() => setSheet(undefined)} />}
    </div>
  );
}
