import { channelLabel, kindLabel } from "../../api/labels";
import { shieldState } from "../../api/shields";
import type { ChannelOption, ShieldData } from "../../api/types";
import { useNow } from "../../time/useNow";
import { Masked } from "../../ui/Masked";
import { Menu } from "../../ui/Menu";
import { Shield } from "../../ui/Shield";
import { AddressStatus } from "./AddressStatus";
import { closedBecause, partlyClosedBecause, type Way } from "./channels";
import { transportLabel } from "./labels";

interface Props {
  way: Way;
  shield: ShieldData | undefined;
  /** The first way of the policy carries the accent. */
  first: boolean;
  disabled: boolean;
  onChoose: (option: ChannelOption) => void;
}

/** One address: its shield, what it says, and the ways that are open to it. */
export function ChannelRow({ way, shield, first, disabled, onChoose }: Props) {
  const now = useNow();
  const masked = way.masked ?? shield?.masked;
  const [choice, ...others] = way.open;
  const state = shield ? (choice || shieldState(shield, now) !== "no" ? shieldState(shield, now) : "off") : "off";
  return (
    <li className="channel row">
      <Shield state={state} />
      <div className="grow">
        <div>{masked ? <Masked>{masked}</Masked> : way.closed[0] && transportLabel(way.closed[0].channel)}</div>
        <div className="soft">
          {way.kind && masked ? `${kindLabel[way.kind]} · ` : ""}
          {choice || !shield ? (
            shield ? (
              <AddressStatus shield={shield} />
            ) : (
              closedBecause(way)
            )
          ) : (
            <span>{closedBecause(way)}</span>
          )}
        </div>
        {partlyClosedBecause(way) && <div className="soft">{partlyClosedBecause(way)}</div>}
      </div>
      {choice && (
        <div className="channel-buttons">
          <button type="button" className={first ? "primary" : ""} disabled={disabled} onClick={() => onChoose(choice)}>
            {channelLabel[choice.channel]}
          </button>
          {others.length > 0 && (
            <Menu
              label={`More ways to reach ${way.masked ?? "this address"}`}
              className={`more${first ? " primary" : ""}`}
              disabled={disabled}
              button={<span aria-hidden="true">▾</span>}
              items={others.map((option) => ({
                label: channelLabel[option.channel],
                onChoose: () => onChoose(option),
              }))}
            />
          )}
        </div>
      )}
    </li>
  );
}
