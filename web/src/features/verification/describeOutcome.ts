import { channelLabel } from "../../api/labels";
import type { Verification } from "../../api/types";
import { firstName } from "../../ui/firstName";
import type { ShieldState } from "../../ui/Shield";

export interface OutcomeDescription {
  shield: ShieldState;
  tone: "ok" | "bad" | "";
  title: string;
  /** What it means for the call on the line. */
  meaning: string;
  next: string;
}

/** How a verification ended, what that means, and what to do next. */
export function describeOutcome(verification: Verification): OutcomeDescription {
  const name = verification.contact.name;
  const first = firstName(name);
  const channel = channelLabel[verification.channel];
  switch (verification.status) {
    case "approved":
      return verification.leading
        ? {
            shield: "ok",
            tone: "ok",
            title: `${name} is verified`,
            meaning: `By ${channel} to ${verification.sent_to}.`,
            next: "Go on with the call.",
          }
        : {
            shield: "ok",
            tone: "ok",
            title: `${name} is verified, on ${verification.leader}'s call`,
            meaning: `By ${channel} to ${verification.sent_to}.`,
            next: "This says nothing about whoever is on your line. Verify them yourself.",
          };
    case "denied":
      return verification.reason_code === "not_me"
        ? {
            shield: "alert",
            tone: "bad",
            title: `${first} says: this was not me`,
            meaning: "The caller is very likely not who they claim to be.",
            next: "Change nothing and end the call. Then ring the person on the number you have on file, and tell your security lead.",
          }
        : {
            shield: "alert",
            tone: "bad",
            title: "Not verified: too many wrong codes",
            meaning: `Whoever is on the line does not hold ${first}'s phone or mailbox.`,
            next: "Do nothing on the caller's word. Call back on the number you have on file.",
          };
    case "expired":
      return {
        shield: "no",
        tone: "",
        title: "Not verified: time ran out",
        meaning: "The code or link was not used in time.",
        next: "If the caller is still there, start again.",
      };
    case "cancelled":
      return {
        shield: "no",
        tone: "",
        title: "Cancelled",
        meaning: "Nobody was verified. A code that is still on its way no longer works.",
        next: "Start again when you need to.",
      };
    case "failed":
      return {
        shield: "no",
        tone: "bad",
        title: "Not verified: nothing could be sent",
        meaning: verification.reason ?? "The message did not leave.",
        next: "Choose another way, or try this one again.",
      };
    case "pending":
      return { shield: "wait", tone: "", title: "Waiting", meaning: "", next: "" };
  }
}
