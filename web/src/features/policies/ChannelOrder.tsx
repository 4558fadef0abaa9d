import { useState } from "react";
import { channelLabel } from "../../api/labels";
import type { ChannelName } from "../../api/types";

const all: ChannelName[] = ["sms_code", "sms_link", "email_code", "email_link", "voice_code", "sms_match", "call_back"];

/** The allowed channels, first choice first. */
export function ChannelOrder({
  value,
  disabled,
  error,
  onChange,
}: {
  value: readonly ChannelName[];
  disabled: boolean;
  error: string | undefined;
  onChange: (channels: ChannelName[]) => void;
}) {
  const [said, say] = useState("");
  const rest = all.filter((channel) => !value.includes(channel));
  const move = (at: number, by: number) => {
    const next = [...value];
    const [moved] = next.splice(at, 1);
    if (!moved) return;
    next.splice(at + by, 0, moved);
    onChange(next);
    say(`${channelLabel[moved]} is now ${at + by + 1} of ${next.length}`);
  };
  return (
    <fieldset className="channel-order" disabled={disabled}>
      <legend>Allowed ways, first choice first</legend>
      <ol>
        {value.map((channel, at) => (
          <li key={channel} className="row">
            <span className="faint figure" aria-hidden="true">
              {at + 1}
            </span>
            <label className="row grow">
              <input type="checkbox" checked onChange={() => onChange(value.filter((each) => each !== channel))} />{" "}
              {channelLabel[channel]}
            </label>
            <button
              type="button"
              className="quiet icon"
              disabled={at === 0}
              aria-label={`${channelLabel[channel]} earlier`}
              onClick={() => move(at, -1)}
            >
              ↑
            </button>
            <button
              type="button"
              className="quiet icon"
              disabled={at === value.length - 1}
              aria-label={`${channelLabel[channel]} later`}
              onClick={() => move(at, 1)}
            >
              ↓
            </button>
          </li>
        ))}
        {rest.map((channel) => (
          <li key={channel} className="row">
            <span className="figure" />
            <label className="row grow soft">
              <input type="checkbox" checked={false} onChange={() => onChange([...value, channel])} />{" "}
              {channelLabel[channel]}
            </label>
          </li>
        ))}
      </ol>
      <p className="hidden-text" role="status">
        {said}
      </p>
      {error && (
        <p className="tone-bad soft" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
