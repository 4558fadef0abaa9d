import { useId } from "react";
import "./Meter.css";

/** How much of a whole is used or done. The words say the same as the bar. */
export function Meter(props: {
  label: string;
  value: number;
  most: number;
  /** "312 of 500 texts today". */
  words: string;
  tone?: "ok" | "warn" | "bad";
}) {
  const id = useId();
  const share = props.most > 0 ? Math.min(1, Math.max(0, props.value / props.most)) : 0;
  return (
    <div className="meter">
      <div className="row">
        <span id={id} className="grow">
          {props.label}
        </span>
        <span className="soft figure">{props.words}</span>
      </div>
      <div
        className="track"
        role="meter"
        aria-labelledby={id}
        aria-valuenow={props.value}
        aria-valuemin={0}
        aria-valuemax={props.most}
        aria-valuetext={props.words}
      >
        <div className={`fill ${props.tone ?? ""}`} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
