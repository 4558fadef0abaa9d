import { channelLabel, kindLabel } from "../../api/labels";
import { isCooling, shieldState, type ThisCall } from "../../api/shields";
import type { ChannelOption, ShieldData } from "../../api/types";
import { useNow } from "../../time/useNow";
import { ExactTime } from "../../ui/ExactTime";
import { Masked } from "../../ui/Masked";
import { Menu } from "../../ui/Menu";
import { Shield } from "../../ui/Shield";
import { ContactPointStatus } from "./ContactPointStatus";
import { type ContactPointChannels, closedBecause, partlyClosedBecause } from "./channels";
import { assuranceLabel, transportLabel } from "./labels";

interface Props {
  point: ContactPointChannels;
  shield: ShieldData | undefined;
  call: ThisCall;
  /** True for the policy's first choice, which carries the accent. */
  first: boolean;
  disabled: boolean;
  onChoose: (option: ChannelOption) => void;
}

/** One contact point: its shield, its state, and its open channels. */
export function ChannelRow({ point, shield, call, first, disabled, onChoose }: Props) {
  const now = useNow();
  const masked = point.masked ?? shield?.masked;
  const [choice, ...others] = point.open;
  const proof = shield ? shieldState(shield, now, call) : "off";
  const state = choice || proof !== "no" ? proof : "off";
  return (
    <li className="channel row">
      <Shield state={state} />
      <div className="grow">
        <div>{masked ? <Masked>{masked}</Masked> : point.closed[0] && transportLabel(point.closed[0].channel)}</div>
        <div className="soft">
          {point.kind && masked ? `${kindLabel[point.kind]} · ` : ""}
          {choice || !shield ? (
            shield ? (
              <ContactPointStatus shield={shield} call={call} />
            ) : (
              closedBecause(point)
            )
          ) : (
            <>
              <span>{closedBecause(point)}</span>
              {isCooling(shield, now) && shield.cooling_until && (
                <>
                  , until <ExactTime at={shield.cooling_until} />
                </>
              )}
            </>
          )}
        </div>
        {partlyClosedBecause(point) && <div className="soft">{partlyClosedBecause(point)}</div>}
        {choice && <div className="soft">{assuranceLabel[choice.assurance]}</div>}
      </div>
      {choice && (
        <div className="channel-buttons">
          <button
            type="button"
            className={first ? "primary" : ""}
            disabled={disabled}
            // Enter, held down too long on the row that led here, sends nothing.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            {channelLabel[choice.channel]}
          </button>
          {others.length > 0 && (
            <Menu
              label={`More ways to reach ${point.masked ?? "this address"}`}
              className={`more${first ? " primary" : ""}`}
              disabled={disabled}
              button={<span aria-hidden="true">▾</span>}
              items={others.map((option) => ({
                label:
                  option.assurance === choice.assurance
                    ? channelLabel[option.channel]
                    : `${channelLabel[option.channel]}: ${assuranceLabel[option.assurance].toLowerCase()}`,
                onChoose: () => onChoose(option),
              }))}
            />
          )}
        </div>
      )}
    </li>
  );
}
