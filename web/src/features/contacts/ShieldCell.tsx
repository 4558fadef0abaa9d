import { coolingLabel, isCooling, isNumber, shieldState, shortMask } from "../../api/shields";
import type { Contact, ShieldData } from "../../api/types";
import { exact, relative } from "../../time/relative";
import { useNow } from "../../time/useNow";
import { firstName } from "../../ui/firstName";
import { Shield, type ShieldState } from "../../ui/Shield";

/** One kind of contact point in a list: shield, last digits, and the shield's state. */
export function ShieldCell({ contact, kind }: { contact: Contact; kind: ShieldData["kind"] }) {
  const now = useNow();
  const shield = contact.shields.find((each) => each.kind === kind);
  if (!shield)
    return <span className="faint">{{ mobile: "no mobile", phone: "no phone", email: "no e-mail" }[kind]}</span>;
  if (!isNumber(shield))
    return (
      <span className="shield-cell">
        <Shield state="off" />
        <span className="chip bad">Not a number</span>
      </span>
    );
  // A list speaks of no call, so nothing in it is green.
  const state = contact.denied ? "alert" : shieldState(shield, now);
  const cooling = isCooling(shield, now);
  return (
    <span
      className="shield-cell"
      title={`${shield.masked}${state === "past" && shield.verified_at ? `, proven ${exact(shield.verified_at)}${shield.verified_by ? ` by ${shield.verified_by}` : ""}` : ""}`}
    >
      <Shield state={state} />
      {kind === "email" ? (
        <bdi className="clip" dir="ltr">
          {shield.masked}
        </bdi>
      ) : (
        <bdi className="mono" dir="ltr">
          {shortMask(shield)}
        </bdi>
      )}
      {!(state === "no" && (shield.opted_out || cooling)) && (
        <span
          className={`soft clip ${state === "alert" || (kind === "email" && state === "no") ? "hidden-text " : ""}${state === "wait" ? "tone-warn" : state === "alert" ? "tone-bad" : ""}`}
        >
          {words(state, shield, now)}
        </span>
      )}
      {shield.opted_out && <span className="chip bad">Replied STOP</span>}
      {cooling && (
        <span className="chip warn" title={`Proves little until ${exact(shield.cooling_until ?? "")}`}>
          {coolingLabel(shield).toLowerCase()}
        </span>
      )}
    </span>
  );
}

function words(state: ShieldState, shield: ShieldData, now: number): string {
  switch (state) {
    case "alert":
      return "denied";
    case "wait":
      return "waiting";
    case "past":
      return [
        shield.verified_at ? `proven ${relative(shield.verified_at, now)}` : "proven",
        ...(shield.verified_by ? [firstName(shield.verified_by)] : []),
      ].join(", ");
    default:
      return "not verified";
  }
}
