import type { ThisCall } from "../../api/shields";
import type { ChannelOption, ShieldData } from "../../api/types";
import { ChannelRow } from "./ChannelRow";
import { channelsByContactPoint } from "./channels";

interface Props {
  options: readonly ChannelOption[];
  shields: readonly ShieldData[];
  call: ThisCall;
  disabled: boolean;
  /** True when sending is the next step; the first open channel then carries the accent. */
  urgent: boolean;
  onChoose: (option: ChannelOption) => void;
}

/** The contact points on file, each with its shield and its open channels. A destination is never typed. */
export function ChannelList({ options, shields, call, disabled, urgent, onChoose }: Props) {
  const points = channelsByContactPoint(options);
  const firstOpen = points.findIndex((point) => point.open.length > 0);
  if (points.length === 0) {
    return (
      <p className="soft card-body">
        There is no number and no address on file. Add one to the contact, from a source you trust, before you verify.
      </p>
    );
  }
  return (
    <>
      {firstOpen < 0 && (
        <p className="card-body">
          <strong>No way is open now.</strong> Each says why below. Do not go on without one: wait, or ask an admin to
          open one.
        </p>
      )}
      <ul className="channels">
        {points.map((point, at) => (
          <ChannelRow
            key={point.key}
            point={point}
            shield={shields.find((shield) => shield.address_id === point.contactPointId)}
            call={call}
            first={urgent && at === firstOpen}
            disabled={disabled}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </>
  );
}
