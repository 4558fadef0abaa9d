import { coolingLabel, isCooling, shieldState, type ThisCall } from "../../api/shields";
import type { ShieldData } from "../../api/types";
import { clockTime } from "../../time/relative";
import { useNow } from "../../time/useNow";
import { ExactTime } from "../../ui/ExactTime";
import { When } from "../../ui/When";

/**
 * A shield in words: who verified the contact point, when, for which ticket and until when, and whether it was changed
 * recently.
 */
export function ContactPointStatus({ shield, call }: { shield: ShieldData; call: ThisCall }) {
  const now = useNow();
  return (
    <>
      <Proof shield={shield} call={call} now={now} />
      {isCooling(shield, now) && shield.cooling_until && (
        <>
          {" "}
          ·{" "}
          <span className="tone-warn">
            {coolingLabel(shield).toLowerCase()}, until <ExactTime at={shield.cooling_until} />
          </span>
        </>
      )}
    </>
  );
}

function Proof({ shield, call, now }: { shield: ShieldData; call: ThisCall; now: number }) {
  const state = shieldState(shield, now, call);
  if (state === "wait") return <span className="tone-warn">Waiting</span>;
  if (state === "no") return <>Not verified</>;
  return (
    <span title={shield.verified_until ? `Holds until ${clockTime(shield.verified_until)}` : undefined}>
      {state === "ok" ? <span className="tone-ok">Verified</span> : "Proven on another call,"}{" "}
      {shield.verified_at && <When at={shield.verified_at} />}
      {shield.verified_by && ` by ${shield.verified_by}`}
      {shield.ticket_id && `, ticket ${shield.ticket_id}`}
    </span>
  );
}
