import type { ChannelOption, ShieldData } from "../../api/types";
import { ChannelRow } from "./ChannelRow";
import { waysOf } from "./channels";

interface Props {
  options: readonly ChannelOption[];
  shields: readonly ShieldData[];
  disabled: boolean;
  /** One way is the thing to do next, and carries the accent. */
  urgent: boolean;
  onChoose: (option: ChannelOption) => void;
}

/** The addresses on file, each with its shield and its open ways. A destination is never typed. */
export function ChannelList({ options, shields, disabled, urgent, onChoose }: Props) {
  const ways = waysOf(options);
  const firstOpen = ways.findIndex((way) => way.open.length > 0);
  if (ways.length === 0) {
    return (
      <p className="soft card-body">
        There is no number and no address on file. Add one to the contact, from a source you trust, before you verify.
      </p>
    );
  }
  return (
    <ul className="channels">
      {ways.map((way, at) => (
        <ChannelRow
          key={way.key}
          way={way}
          shield={shields.find((shield) => shield.address_id === way.addressId)}
          first={urgent && at === firstOpen}
          disabled={disabled}
          onChoose={onChoose}
        />
      ))}
    </ul>
  );
}
