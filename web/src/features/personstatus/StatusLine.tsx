import { personStatus, type ThisCall } from "../../api/shields";
import type { Contact } from "../../api/types";
import { useNow } from "../../time/useNow";
import { When } from "../../ui/When";
import { deniedWords, provenElsewhere } from "./labels";

/** The status of this call in a sentence: what is known, since when, and for which call. */
export function StatusLine({ contact, call }: { contact: Contact; call?: ThisCall | undefined }) {
  const now = useNow();
  const { state, by } = personStatus(contact, now, call);
  if (contact.denied) return <strong className="tone-bad">{deniedWords(contact.denied, now)}</strong>;
  if (state === "wait") return <span className="tone-warn">Waiting for the answer</span>;
  if (state === "ok" && by)
    return (
      <>
        <span className="tone-ok">Verified</span>{" "}
        <span className="soft">
          {by.verified_at && <When at={by.verified_at} />}
          {by.verified_by && ` by ${by.verified_by}`}
          {by.ticket_id && `, ticket ${by.ticket_id}`}
        </span>
      </>
    );
  if (state === "past" && by)
    return (
      <span>
        Not verified on this call. <span className="soft">{provenElsewhere(by, now)}.</span>
      </span>
    );
  return <span>Not verified</span>;
}
