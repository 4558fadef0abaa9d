import { LoadError } from "../../api/LoadError";
import type { Sync } from "../../api/types";
import { useNow } from "../../time/useNow";
import { Empty } from "../../ui/Empty";
import { count } from "../../ui/figures";
import { MoreButton } from "../../ui/MoreButton";
import { SkeletonRows } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { duration, isRunning, modeLabel, phaseLabel, syncLabel } from "./progress";
import { useSyncs } from "./useIntegrations";

/** Every sync of a connection, the newest first. */
export function SyncTable({ integrationId }: { integrationId: string }) {
  const query = useSyncs(integrationId);
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="card" aria-labelledby="syncs">
      <div className="card-head">
        <h2 id="syncs">Syncs</h2>
      </div>
      {query.isError && !items ? (
        <LoadError query={query} />
      ) : items?.length === 0 ? (
        <Empty title="No sync yet">The first one begins within moments of connecting.</Empty>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to take the focus, or the keyboard cannot scroll it
        <div className="table-card" tabIndex={0} role="region" aria-label="Every sync">
          <table className="sync-table" aria-busy={!items}>
            <thead>
              <tr>
                <th>Began</th>
                <th>Read</th>
                <th>Status</th>
                <th className="number">Pages</th>
                <th className="number">Contacts</th>
                <th className="number">Changed</th>
                <th className="number">
                  <abbr title="Numbers and addresses that cannot be used">Flagged</abbr>
                </th>
                <th className="number">
                  <abbr title="Shields that a change took away">Shields revoked</abbr>
                </th>
                <th className="number">Requests</th>
                <th className="number">Took</th>
              </tr>
            </thead>
            <tbody>
              {!items && <SkeletonRows rows={3} columns={10} />}
              {items?.map((sync) => (
                <Row key={sync.id} sync={sync} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton list={query} />
    </section>
  );
}

function Row({ sync }: { sync: Sync }) {
  const now = useNow(1000, isRunning(sync));
  const { label, tone, mark } = syncLabel[sync.status];
  const { label: mode, says } = modeLabel[sync.mode];
  return (
    <>
      <tr className={sync.error ? "has-error" : undefined}>
        <td>
          <When at={sync.started_at} />
        </td>
        <td title={says}>{mode}</td>
        <td>
          <span className={`chip ${tone}`}>
            <span aria-hidden="true">{mark}</span>
            {isRunning(sync) ? phaseLabel[sync.phase] : label}
          </span>
        </td>
        <td className="number">{count(sync.pages)}</td>
        <td className="number">{count(sync.contacts)}</td>
        <td className="number">{count(sync.changed)}</td>
        <td className="number">{sync.flagged ? <span className="tone-warn">{count(sync.flagged)}</span> : 0}</td>
        <td className="number">{sync.revoked ? <span className="tone-warn">{count(sync.revoked)}</span> : 0}</td>
        <td className="number">{count(sync.requests)}</td>
        <td className="number nowrap">{duration(sync, now)}</td>
      </tr>
      {sync.error && (
        <tr className="error-row">
          <td colSpan={10} className="tone-bad">
            {sync.error}
          </td>
        </tr>
      )}
    </>
  );
}
