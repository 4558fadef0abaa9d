import { channelLabel } from "../../api/labels";
import type { ChannelName, Send, Verification, VerificationStatus } from "../../api/types";

/** How a message travels, in a sentence: "Sent by SMS to ...". */
export const channelBy: Record<ChannelName, string> = {
  sms_code: "Sent by SMS",
  sms_link: "Link sent by SMS",
  email_code: "Sent by e-mail",
  email_link: "Link sent by e-mail",
  voice_code: "Calling",
  sms_match: "Link sent by SMS",
  call_back: "Calling",
};

/** What carries a message, where there is no address to name. */
export function transportLabel(channel: ChannelName): string {
  return channel.startsWith("sms") ? "SMS" : channel.startsWith("email") ? "E-mail" : "Voice call";
}

/** How much a way, or an approved verification, proves. */
export const assuranceLabel: Record<Verification["assurance"], string> = {
  low: "Low assurance",
  medium: "Medium assurance",
  high: "High assurance",
};

const order = ["", "low", "medium", "high"] as const;

/**
 * How much was proven, and whether it is enough: "Medium assurance: enough at Northwind, which asks for at least medium."
 * `least` is the policy's, "" for none; undefined while it is not known.
 */
export function enoughWords(
  proven: Verification["assurance"],
  least: (typeof order)[number] | undefined,
  company: string,
): string {
  const label = assuranceLabel[proven];
  if (least === undefined) return `${label}.`;
  if (least === "")
    return proven === "low"
      ? `${label}: enough where little can be lost. ${company} sets no least assurance.`
      : `${label}. ${company} sets no least assurance.`;
  return order.indexOf(proven) >= order.indexOf(least)
    ? `${label}: enough at ${company}, which asks for at least ${least}.`
    : `${label}: not enough at ${company}, which asks for at least ${least}. Verify by a stronger way.`;
}

/** What carried a message, to begin a sentence: "The mail". */
export function carried(channel: ChannelName): string {
  return isCall(channel) ? "The call" : channel.startsWith("email") ? "The mail" : "The SMS";
}

/** What goes out as a call, not as a message. */
export const isCall = (channel: ChannelName): boolean => channel === "voice_code" || channel === "call_back";

export const isLink = (channel: ChannelName): boolean => channel.endsWith("_link");

/** The channels that also prove the help desk to the contact. */
export const isMutual = (channel: ChannelName): boolean => channel === "sms_match" || channel === "call_back";

/** What a verification by this channel waits for. */
export function awaited(channel: ChannelName): string {
  return channel === "sms_match" ? "number" : channel === "call_back" ? "key" : isLink(channel) ? "click" : "code";
}

const numerals = ["", "one", "two", "three", "four", "five", "six", "seven", "eight"];

export function inWords(count: number): string {
  return numerals[count] ?? String(count);
}

export const statusLabel: Record<VerificationStatus, string> = {
  pending: "Waiting",
  approved: "Verified",
  denied: "Denied",
  expired: "Ran out",
  cancelled: "Cancelled",
  failed: "Not sent",
};

export const statusTone: Record<VerificationStatus, "ok" | "warn" | "bad" | ""> = {
  pending: "warn",
  approved: "ok",
  denied: "bad",
  expired: "",
  cancelled: "",
  failed: "bad",
};

const messageWords: Record<Send["status"], string> = {
  sending: "is on its way out",
  unknown: "may or may not have gone out",
  accepted: "accepted by the carrier",
  sent: "sent",
  delivered: "delivered",
  failed: "could not be delivered",
};

/** A call is delivered once somebody pressed its key; one that a voicemail took, or that was hung up, has failed. */
const callWords: Record<Send["status"], string> = {
  sending: "is being placed",
  unknown: "may or may not have been placed",
  accepted: "is being placed",
  sent: "rang",
  delivered: "was picked up, and its key pressed",
  failed: "did not get through",
};

/** How far a message or a call came, to follow its channel's name: "SMS code delivered", "Voice call did not get through: Nobody picked up". */
export function sendWords({ channel, status, reason }: Pick<Send, "channel" | "status" | "reason">): string {
  return `${(isCall(channel) ? callWords : messageWords)[status]}${reason ? `: ${reason}` : ""}`;
}

/** Why a verification ended, in a record. */
export const endLabel: Record<NonNullable<Verification["reason_code"]>, string> = {
  code_accepted: "The right code was given",
  link_confirmed: "“Validate” was pressed on the page of the link",
  number_matched: "The number that was read out was entered",
  called_back: "The key was pressed in the call",
  too_many_attempts: "Too many wrong codes",
  not_me: "“This was not me”",
  code_expired: "The time ran out",
  cancelled: "Cancelled by the help desk",
  not_sent: "Nothing could be sent",
  lost: "Its run was lost, so it counts as cancelled",
};

/** One line for a list: what the verification was and how it ended. */
export function summary(verification: Verification): string {
  const channel = channelLabel[verification.channel];
  switch (verification.status) {
    case "pending":
      return `${channel}, waiting for the ${awaited(verification.channel)}`;
    case "approved":
      return isLink(verification.channel) || isMutual(verification.channel)
        ? `${channel} confirmed`
        : `${channel} accepted`;
    case "denied":
      return verification.reason_code === "not_me"
        ? `${channel} denied: “This was not me”`
        : `${channel} denied, too many wrong codes`;
    case "expired":
      return `${channel} ran out`;
    case "cancelled":
      return `${channel} cancelled`;
    case "failed":
      return `${channel} could not be sent`;
  }
}
