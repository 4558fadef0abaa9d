import { useRef } from "react";
import type { Sync } from "../../api/types";
import { useNow } from "../../time/useNow";
import { counted } from "../../ui/figures";
import { duration, forward, type Progress, paceLabel, phaseLabel } from "./progress";

/** A sync that runs, as it happens. */
export function RunningSync({ sync }: { sync: Sync }) {
  const now = useNow(1000);
  const shown = useRef<Progress>(undefined);
  shown.current = forward(shown.current, sync);
  const { share } = shown.current;
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  const pace = paceLabel(sync);
  return (
    <section className="card running-sync" aria-labelledby="running">
      <div className="row wrap">
        <h2 id="running" className="grow">
          <span role="status">{phaseLabel[sync.phase]}</span>
        </h2>
        <span className="soft figure">{duration(sync, now)}</span>
      </div>
      <div
        className={`sync-bar${percent === undefined ? " unknown" : ""}`}
        role="progressbar"
        aria-label="Sync"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={percent === undefined ? "How much is to come is not known yet" : undefined}
      >
        <i style={{ width: percent === undefined ? "30%" : `${percent}%` }} />
      </div>
      <div className="row wrap soft figure">
        <span>
          {counted(sync.companies, "company", "companies")} and {counted(sync.contacts, "contact")} so far
        </span>
        {sync.remaining !== undefined && <span>{counted(sync.remaining, "contact")} to come</span>}
        <span className="end">{pace || "\u00a0"}</span>
      </div>
    </section>
  );
}
