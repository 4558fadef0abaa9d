import type { Conversation } from "../../api/types";
import { useSession } from "../../session/useSession";
import { useNow } from "../../time/useNow";
import { ExactTime } from "../../ui/ExactTime";
import { Menu } from "../../ui/Menu";
import { Name } from "../../ui/Name";
import { lookingWords, snoozeChoices, waitsWords } from "./labels";
import { useAssignees, useConversationActions } from "./useConversations";

/** Who answers, how long they wait, until when it is put off, and who else looks at it now. */
export function ThreadState({ conversation, mayWrite }: { conversation: Conversation; mayWrite: boolean }) {
  const now = useNow();
  const me = useSession().data?.user.id;
  const assignees = useAssignees(conversation.id, mayWrite).data?.items ?? [];
  const { assign, snooze } = useConversationActions(conversation.id);
  const open = conversation.status === "open";
  const waits = waitsWords(conversation, now);
  const { owner, looking = [], snoozed_until } = conversation;
  const snoozed = snoozed_until !== undefined && Date.parse(snoozed_until) > now;
  const people = [...assignees].sort((a, b) => Number(b.id === me) - Number(a.id === me));
  return (
    <div className="row wrap thread-state">
      {open && mayWrite ? (
        <Menu
          side="left"
          className="quiet"
          label={`Owner: ${owner?.name ?? "nobody"}`}
          button={
            <>
              Owner: <Name className="">{owner?.name ?? "nobody"}</Name> ▾
            </>
          }
          items={[
            ...people.map((each) => ({
              label: each.id === me ? "Me" : <Name className="">{each.name}</Name>,
              checked: each.id === owner?.id,
              onChoose: () => assign.mutate(each.id),
            })),
            { label: "Nobody", checked: !owner, onChoose: () => assign.mutate(undefined) },
          ]}
        />
      ) : (
        owner && (
          <span className="soft">
            Owner: <Name className="">{owner.name}</Name>
          </span>
        )
      )}
      {open && mayWrite && (
        <Menu
          side="left"
          className="quiet"
          label={snoozed ? "Snoozed" : "Snooze"}
          button={snoozed ? "Snoozed ▾" : "Snooze ▾"}
          note="Their next message brings it back sooner."
          items={[
            ...snoozeChoices(now).map(({ label, until }) => ({ label, onChoose: () => snooze.mutate(until) })),
            ...(snoozed ? [{ label: "Bring it back now", onChoose: () => snooze.mutate(undefined) }] : []),
          ]}
        />
      )}
      {snoozed && (
        <span className="soft">
          until <ExactTime at={snoozed_until} />
        </span>
      )}
      {waits && <span className="tone-warn">{waits}</span>}
      <span className="tone-warn" role="status">
        {looking.length > 0 && <bdi>{lookingWords(looking)}</bdi>}
      </span>
    </div>
  );
}
