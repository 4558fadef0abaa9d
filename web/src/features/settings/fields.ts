import type { InboundSettings, SMSChannel, SMSChannelSettings, TicketDefault } from "../../api/types";

/** The fields of a new ticket that a channel may set; the values are the ticket system's own ids. */
export const ticketFields = [
  { field: "board", label: "Board" },
  { field: "status", label: "Status of a new ticket" },
  { field: "sms_received", label: "Status after an answer by SMS" },
  { field: "type", label: "Type" },
  { field: "priority", label: "Priority" },
  { field: "source", label: "Source" },
  { field: "company", label: "Company, where nobody is on file" },
] as const;

export type TicketDefaults = Record<string, string>;

/** A channel's settings without its id; what this form does not know stays as it came. */
export function settingsOf({ id: _, ...settings }: SMSChannel): SMSChannelSettings {
  return settings;
}

export const newChannel: SMSChannelSettings = { name: "", number: "", users_may_start: true, confirm_messages: false };

/** The settings as they are saved: trimmed, and without ticket fields that were left empty. */
export function toSave(channel: SMSChannelSettings): SMSChannelSettings {
  const { ticket_defaults, ...rest } = channel;
  if (channel.ticket_default_id) return { ...rest, name: channel.name.trim(), number: dialled(channel.number) };
  const kept = Object.fromEntries(
    Object.entries(ticket_defaults ?? {})
      .map(([field, value]) => [field, value.trim()])
      .filter(([, value]) => value !== ""),
  );
  return {
    ...rest,
    name: channel.name.trim(),
    number: dialled(channel.number),
    ...(Object.keys(kept).length > 0 ? { ticket_defaults: kept } : {}),
  };
}

const dialled = (number: string): string => number.replaceAll(/[\s()-]/g, "");

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
