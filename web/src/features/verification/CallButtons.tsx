import type { Verification } from "../../api/types";
import { secondsUntil } from "../../time/countdown";
import { useNow } from "../../time/useNow";
import { isCall, isLink, isMutual } from "./labels";

interface Props {
  verification: Verification;
  /** True when sending again is the one thing to do. */
  urgent: boolean;
  busy: boolean;
  onSendAgain: () => void;
  onCancel: () => void;
}

/** Send again, with its pause, and cancel. */
export function CallButtons({ verification, urgent, busy, onSendAgain, onCancel }: Props) {
  const wait = secondsUntil(verification.send_again_at, useNow(1000));
  const verb = isCall(verification.channel)
    ? "Call again"
    : isLink(verification.channel) || isMutual(verification.channel)
      ? "Send a new link"
      : "Send a new code";
  return (
    <div className="row">
      {verification.send_again_at ? (
        <button
          type="button"
          className={urgent && wait === 0 ? "primary" : ""}
          disabled={wait > 0 || busy}
          onClick={onSendAgain}
        >
          {wait > 0 ? `${verb} in ${wait} s` : verb}
        </button>
      ) : (
        <span className="soft">No messages left in this verification.</span>
      )}
      <button type="button" className="quiet end" disabled={busy} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
