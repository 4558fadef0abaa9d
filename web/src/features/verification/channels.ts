import type { ChannelOption } from "../../api/types";
import { clockTime } from "../../time/relative";

export interface ContactPointChannels {
  key: string;
  contactPointId: string | undefined;
  kind: ChannelOption["kind"];
  masked: string | undefined;
  /** Open channels of this contact point, first choice first. */
  open: ChannelOption[];
  closed: ChannelOption[];
}

/** The key of a channel without a contact point. A call-back needs the mobile number, as an SMS does. */
const missing = (channel: ChannelOption["channel"]): string =>
  channel === "call_back" ? "sms" : (channel.split("_")[0] ?? channel);

/**
 * Groups the channels by contact point, in the order of the policy: the one with the first choice comes first, closed
 * ones last.
 */
export function channelsByContactPoint(options: readonly ChannelOption[]): ContactPointChannels[] {
  const points = new Map<string, ContactPointChannels>();
  for (const option of options) {
    const key = option.address_id ?? option.kind ?? missing(option.channel);
    const point = points.get(key) ?? {
      key,
      contactPointId: option.address_id,
      kind: option.kind,
      masked: option.masked,
      open: [],
      closed: [],
    };
    (option.available ? point.open : point.closed).push(option);
    points.set(key, point);
  }
  const all = [...points.values()];
  return [...all.filter((point) => point.open.length > 0), ...all.filter((point) => point.open.length === 0)];
}

/** The channels to choose from while a verification is open: all but the current one, which has its own button. */
export function others(
  options: readonly ChannelOption[],
  current: { channel: ChannelOption["channel"]; address_id?: string | undefined },
): ChannelOption[] {
  return options.filter(
    (option) =>
      option.channel !== current.channel ||
      (current.address_id !== undefined && option.address_id !== current.address_id),
  );
}

/** Why no channel of a contact point is open; one reason where all channels share it. */
export function closedBecause(point: ContactPointChannels): string {
  return reasons(point.closed);
}

/** Reasons that come from the policy and need no mention beside an open channel. */
const onPurpose = new Set<ChannelOption["reason_code"]>(["not_in_policy", "proves_too_little", "not_set_up"]);

/** Why some channels of a contact point are closed while others are open. */
export function partlyClosedBecause(point: ContactPointChannels): string {
  return point.open.length === 0 ? "" : reasons(point.closed.filter((option) => !onPurpose.has(option.reason_code)));
}

/** The server words instants in UTC. The row has that of the cooling-off; that of the codes stands here, both in the viewer's zone. */
function reasonOf(option: ChannelOption): string {
  if (option.reason_code === "cooling_off") return "Needs somebody else's approval";
  if (option.reason_code === "codes_closed" && option.until)
    return `Codes are closed until ${clockTime(option.until)} after too many wrong ones; a link works`;
  return option.reason ?? "Not open";
}

function reasons(closed: readonly ChannelOption[]): string {
  return [...new Set(closed.map(reasonOf))].join(" · ");
}
