import type { ShieldData } from "../api/types";
import { shieldState } from "../contacts/status";
import { When } from "../parts/When";
import { clockTime } from "../time/relative";
import { useNow } from "../time/useNow";

/** What a shield says, in words: who verified the address, when, for which ticket, and until when that holds. */
export function AddressStatus({ shield }: { shield: ShieldData }) {
  const state = shieldState(shield, useNow());
  if (state === "wait") return <span className="tone-warn">Waiting</span>;
  if (state === "no") return <>Not verified</>;
  return (
    <span title={shield.verified_until ? `Holds until ${clockTime(shield.verified_until)}` : undefined}>
      <span className="tone-ok">Verified</span> {shield.verified_at && <When at={shield.verified_at} />}{shield.verified_by && ` by ${shield.verified_by}`}{shield.ticket_id && `, ticket ${shield.ticket_id}`}
    </span>
  );
}
