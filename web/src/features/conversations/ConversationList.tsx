import { Link } from "@tanstack/react-router";
import type { Conversation } from "../../api/types";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { whoWrites } from "./labels";

/** Conversations, the newest message first. */
export function ConversationList({
  items,
  selected,
}: {
  items: Conversation[] | undefined;
  selected: string | undefined;
}) {
  if (!items)
    return (
      <div className="card-body">
        <Skeleton lines={8} />
      </div>
    );
  return (
    <ul className="conversation-list">
      {items.map((each) => (
        <li key={each.id} className={each.id === selected ? "on" : undefined}>
          <Link
            to="/inbox/sms/$conversationId"
            search={true as never}
            params={{ conversationId: each.id }}
            className="plain"
            data-row={each.id}
            aria-current={each.id === selected ? "true" : undefined}
          >
            <span className="row">
              <strong className="clip grow">{whoWrites(each)}</strong>
              <When at={each.last_at} className="faint" />
            </span>
            <span className="row">
              <span className="grow clip">
                <span className="faint">{each.company?.name ?? "Nobody on file"}</span>
              </span>
              {each.unread > 0 && (
                <span className="chip info">
                  <span className="figure">{each.unread}</span> unread
                </span>
              )}
              {each.status === "closed" && <span className="chip">Closed</span>}
            </span>
            <span className={`clip ${each.unread > 0 ? "fresh" : "soft"}`}>{each.last_text ?? each.subject}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
