import type { Send } from "../../api/types";
import { channelBy, isCall } from "./labels";

const deliveryText: Record<Send["status"], string> = {
  sending: "on its way out",
  unknown: "unclear",
  accepted: "accepted by the carrier",
  sent: "sent",
  delivered: "delivered",
  failed: "not delivered",
};

/** The delivery of the last message. A failed or unknown delivery is shown as a banner with the next step. */
export function Delivery({ send, name }: { send: Send; name: string }) {
  const call = isCall(send.channel);
  if (send.status === "failed") {
    return (
      <div className="banner bad" role="alert">
        <strong>
          {call ? "The call" : "The message"} to <bdi>{send.masked}</bdi> did not get through
          {send.reason ? `: ${send.reason}` : ""}.
        </strong>
        Send again, or take a way that is open below.
      </div>
    );
  }
  if (send.status === "unknown") {
    return (
      <div className="banner warn" role="status">
        <strong>
          We cannot tell whether {call ? "the call" : "the message"} to <bdi>{send.masked}</bdi> went out.
        </strong>
        If {name} has nothing in a minute, send again. Only the newest code counts.
      </div>
    );
  }
  return (
    <p className="soft" aria-live="polite">
      {channelBy[send.channel]}
      {call ? "" : " to"}{" "}
      <span className="nowrap">
        <bdi>{send.masked}</bdi>
      </span>{" "}
      ·{" "}
      {call && send.status === "delivered"
        ? "picked up, key pressed"
        : call && send.status !== "sending"
          ? "ringing"
          : deliveryText[send.status]}
    </p>
  );
}
