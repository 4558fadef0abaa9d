import { Link, useNavigate } from "@tanstack/react-router";
import type { Conversation } from "../../api/types";
import { useNow } from "../../time/useNow";
import { byKey } from "../../ui/byKey";
import { Name } from "../../ui/Name";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { preview, waitsWords } from "./labels";
import { Writer } from "./Writer";

/** Conversations by the client's newest message: who writes, their last words, how long they wait and who answers. */
export function ConversationList({
  items,
  selected,
}: {
  items: Conversation[] | undefined;
  selected: string | undefined;
}) {
  const now = useNow();
  const navigate = useNavigate();
  if (!items)
    return (
      <div className="card-body">
        <Skeleton lines={8} />
      </div>
    );
  return (
    <ul className="conversation-list">
      {items.map((each) => {
        const waits = waitsWords(each, now);
        return (
          <li key={each.id} className={each.id === selected ? "on" : undefined}>
            <Link
              to="/inbox/sms/$conversationId"
              search={true as never}
              params={{ conversationId: each.id }}
              className="plain"
              data-row={each.id}
              aria-current={each.id === selected ? "true" : undefined}
              onClick={(event) => {
                if (!byKey(event)) return;
                event.preventDefault();
                void navigate({
                  to: "/inbox/sms/$conversationId",
                  params: { conversationId: each.id },
                  search: true as never,
                  state: { answer: true },
                });
              }}
            >
              <span className="row">
                <strong className="grow clip">
                  <Writer conversation={each} />
                </strong>
                <When at={each.spoken_at ?? each.last_at} className="faint" />
              </span>
              <span className="row">
                <Name className="grow clip faint">{each.company?.name ?? "Nobody on file"}</Name>
                {each.unread > 0 && (
                  <span className="chip info">
                    <span className="figure">{each.unread}</span> unread
                  </span>
                )}
                {each.status === "closed" && <span className="chip">Closed</span>}
              </span>
              <span className={`clip ${each.unread > 0 ? "fresh" : "soft"}`} dir="auto">
                {preview(each)}
              </span>
              {(waits || each.owner || each.snoozed_until) && (
                <span className="row wrap state">
                  {waits && <span className="tone-warn">{waits}</span>}
                  {each.owner && <Name className="faint clip">{each.owner.name}</Name>}
                  {each.snoozed_until && Date.parse(each.snoozed_until) > now && (
                    <span className="faint">
                      Snoozed, back <When at={each.snoozed_until} />
                    </span>
                  )}
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
