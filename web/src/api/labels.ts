import type { ChannelName } from "./types";

/** The channel's name on a button. */
export const channelLabel: Record<ChannelName, string> = {
  sms_code: "SMS code",
  sms_link: "SMS link",
  email_code: "E-mail code",
  email_link: "E-mail link",
  voice_code: "Voice call",
  sms_match: "Number match",
  call_back: "Call back",
};

export const kindLabel = { mobile: "Mobile", phone: "Phone", email: "E-mail" } as const;
