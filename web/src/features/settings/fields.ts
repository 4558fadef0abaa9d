import type { InboundSettings, SMSChannel, SMSChannelSettings, TicketDefault } from "../../api/types";

/** A channel's settings without its id; what this form does not know stays as it came. */
export function settingsOf({ id: _, ...settings }: SMSChannel): SMSChannelSettings {
  return settings;
}

export const newChannel: SMSChannelSettings = { name: "", number: "", users_may_start: true, confirm_messages: false };

/** The settings as they are saved: trimmed. A ticket default takes the place of single fields that a program set. */
export function toSave({ ticket_defaults, ...rest }: SMSChannelSettings): SMSChannelSettings {
  const kept = rest.ticket_default_id ? undefined : ticket_defaults;
  return { ...rest, name: rest.name.trim(), ...(kept ? { ticket_defaults: kept } : {}) };
}

/**
 * The channel with a profile of new tickets, whose PSA it takes over; without one it goes back to what it was before
 * there was a profile.
 */
export function withProfile(
  channel: SMSChannelSettings,
  profile: TicketDefault | undefined,
  before: SMSChannelSettings | undefined,
): SMSChannelSettings {
  if (profile) return { ...channel, ticket_default_id: profile.id, integration_id: profile.integration.id };
  return {
    ...channel,
    ticket_default_id: undefined,
    integration_id: before?.ticket_default_id ? undefined : before?.integration_id,
  };
}

/** What may be written of how clients write in; the number is only read. */
export function writable({ verification_number: _, ...settings }: InboundSettings): InboundSettings {
  return settings;
}
