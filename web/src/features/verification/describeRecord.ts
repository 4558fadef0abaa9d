import { channelLabel } from "../../api/labels";
import type { Verification } from "../../api/types";
import { firstName } from "../../ui/firstName";

/** How a verification ended, told afterwards to whoever reads its record. */
export function describeRecord(verification: Verification): { title: string; meaning: string } {
  const name = verification.contact.name;
  const first = firstName(name);
  const call = `on ${verification.leader}'s call`;
  switch (verification.status) {
    case "approved":
      return {
        title: `${name} was verified`,
        meaning: `${channelLabel[verification.channel]} to ${verification.sent_to}, ${call}. It holds for that call alone.`,
      };
    case "denied":
      return verification.reason_code === "not_me"
        ? {
            title: `${first} said: this was not me`,
            meaning: `Whoever called, ${call}, was very likely not ${first}.`,
          }
        : {
            title: "Denied after too many wrong codes",
            meaning: `Whoever called, ${call}, did not show that they hold ${first}'s phone or mailbox.`,
          };
    case "expired":
      return { title: "Nobody was verified: time ran out", meaning: "The code or link was not used in time." };
    case "cancelled":
      return { title: "Nobody was verified: cancelled", meaning: "It was ended before anything was proven." };
    case "failed":
      return {
        title: "Nobody was verified: nothing could be sent",
        meaning: verification.reason ?? "The message did not leave.",
      };
    case "pending":
      return { title: "Waiting", meaning: "" };
  }
}
