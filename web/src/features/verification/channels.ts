import type { ChannelOption } from "../../api/types";

export interface ContactPointChannels {
  key: string;
  contactPointId: string | undefined;
  kind: ChannelOption["kind"];
  masked: string | undefined;
  /** Open channels of this address, first choice first. */
  open: ChannelOption[];
  closed: ChannelOption[];
}

/** What is not on file where a way has no address: a call-back wants the mobile number, as texts do. */
const missing = (channel: ChannelOption["channel"]): string =>
  channel === "call_back" ? "sms" : (channel.split("_")[0] ?? channel);

/** Groups the channels by address, in the order of the policy: the address with the first choice comes first, closed ones last. */
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

/** What may be chosen while a verification is open: everything but the way it is on already, which has its own button. */
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

/** Why nothing of a way is open, in words; one reason where all channels share it. */
export function closedBecause(point: ContactPointChannels): string {
  return reasons(point.closed);
}

/** What the policy leaves out on purpose, which needs no word beside a way that is open. */
const onPurpose = new Set<ChannelOption["reason_code"]>(["not_in_policy", "proves_too_little", "not_set_up"]);

/** Why a part of a way is closed while the rest is open. */
export function partlyClosedBecause(point: ContactPointChannels): string {
  return point.open.length === 0 ? "" : reasons(point.closed.filter((option) => !onPurpose.has(option.reason_code)));
}

function reasons(closed: readonly ChannelOption[]): string {
  return [...new Set(closed.map((option) => option.reason ?? "Not open"))].join(" · ");
}
