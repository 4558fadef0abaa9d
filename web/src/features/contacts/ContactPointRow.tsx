import { kindLabel } from "../../api/labels";
import { coolingLabel, isCooling } from "../../api/shields";
import type { ContactPoint } from "../../api/types";
import { useNow } from "../../time/useNow";
import { ExactTime } from "../../ui/ExactTime";
import { Masked } from "../../ui/Masked";
import { When } from "../../ui/When";
import { originLabel } from "./labels";

/** A contact point, current or past: who added it, when, from where, and what it replaced. */
export function ContactPointRow({ point, onApprove }: { point: ContactPoint; onApprove: (() => void) | undefined }) {
  const cooling = isCooling(point, useNow());
  return (
    <li className="point">
      <div className="row wrap">
        <span className="soft kind">{kindLabel[point.kind]}</span>
        <span className="grow">{point.masked ? <Masked>{point.masked}</Masked> : "none"}</span>
        {!point.current && (
          <span className="chip">replaced {point.replaced_at && <When at={point.replaced_at} />}</span>
        )}
        {point.bad_reason && <span className="chip bad">{point.bad_reason}</span>}
      </div>
      <div className="soft">
        {originLabel(point)}, <When at={point.added_at} />
        {point.previous && (
          <>
            , instead of <Masked>{point.previous}</Masked>
          </>
        )}
      </div>
      {point.approved_at && (
        <div className="soft">
          <span className="tone-ok">
            <span aria-hidden="true">✓</span> Approved
          </span>{" "}
          by {point.approved_by ?? "somebody"} <When at={point.approved_at} />
          {point.approved_reason && `: ${point.approved_reason}`}
        </div>
      )}
      {cooling && point.cooling_until && (
        <div className="row wrap cooling">
          <span className="tone-warn grow">
            <span aria-hidden="true">◔</span> {coolingLabel(point)}: proves little until{" "}
            <ExactTime at={point.cooling_until} />
          </span>
          {onApprove && (
            <button
              type="button"
              className="small"
              aria-label={`Approve ${kindLabel[point.kind].toLowerCase()} ${point.masked}`}
              onClick={onApprove}
            >
              Approve
            </button>
          )}
        </div>
      )}
    </li>
  );
}
