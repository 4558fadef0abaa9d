import type { ChannelOption } from "../api/types";

export interface Way {
  key: string;
  addressId: string | undefined;
  kind: ChannelOption["kind"];
  masked: string | undefined;
  /** Open channels of this address, first choice first. */
  open: ChannelOption[];
  closed: ChannelOption[];
}

/** Groups the channels by address, in the order of the policy: the address with the first choice comes first, closed ones last. */
export function waysOf(options: readonly ChannelOption[]): Way[] {
  const ways = new Map<string, Way>();
  for (const option of options) {
    const key = option.address_id ?? `${option.kind ?? option.channel.split("_")[0]}`;
    const way = ways.get(key) ?? { key, addressId: option.address_id, kind: option.kind, masked: option.masked, open: [], closed: [] };
    (option.available ? way.open : way.closed).push(option);
    ways.set(key, way);
  }
  const all = [...ways.values()];
  return [...all.filter((way) => way.open.length > 0), ...all.filter((way) => way.open.length === 0)];
}

/** Why nothing of a way is open, in words; one reason where all channels share it. */
export function closedBecause(way: Way): string {
  return [...new Set(way.closed.map((option) => option.reason ?? "Not open"))].join(" · ");
}
