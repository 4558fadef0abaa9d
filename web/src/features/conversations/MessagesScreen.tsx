import { useMatch, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";
import { MoreButton } from "../../ui/MoreButton";
import { RowKeys } from "../../ui/RowKeys";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useTitle } from "../../ui/useTitle";
import { ConversationList } from "./ConversationList";
import "./messages.css";
import { NewConversation } from "./NewConversation";
import { TemplatesDialog } from "./TemplatesDialog";
import { Thread } from "./Thread";
import { type ConversationFilter, useConversations } from "./useConversations";

const filters: { value: ConversationFilter; label: string; none: string }[] = [
  {
    value: "open",
    label: "Open",
    none: "Nobody writes at the moment. A message from a client shows here the moment it comes, and you can write first.",
  },
  { value: "unread", label: "Unread", none: "You have read everything." },
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
  const list = useConversations(filter);
  const items = list.data?.pages.flatMap((page) => page.items);
  const mayWrite = may(session, "messages:write");
  const shown = filters.find((each) => each.value === filter);

  const { screen, close } = useCloseDetail(conversationId, () => navigate({ to: "/inbox/sms", search: true as never }));

  return (
    <div className="messages-room" ref={screen}>
      <div className={`messages${conversationId ? " with-thread" : ""}`}>
        <RowKeys className="message-list">
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
          <div className="row wrap">
            <FilterChips
              filters={filters}
              value={filter}
              onChange={(show) => setFilters({ show: show === "open" ? undefined : show })}
            />
          </div>
          <section className="card list-pane" aria-label="Conversations">
            {list.isError && !items ? (
              <LoadError query={list} />
            ) : items?.length === 0 ? (
              <Empty title={filter === "closed" ? "None closed yet" : "All quiet"}>{shown?.none}</Empty>
            ) : (
              <ConversationList items={items} selected={conversationId} />
            )}
            <MoreButton list={list} />
          </section>
        </RowKeys>
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
            <Empty title="Choose a conversation">Arrow keys move in the list, Enter opens.</Empty>
          </section>
        )}
      </div>
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
