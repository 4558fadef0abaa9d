import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import type { Integration } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { Empty } from "../../ui/Empty";
import { useRowKeys } from "../../ui/RowKeys";
import { useTitle } from "../../ui/useTitle";
import { When } from "../../ui/When";
import { HealthChip } from "./HealthChip";
import { healthLabel } from "./health";
import "./integrations.css";
import { count } from "../../ui/figures";
import { isRunning, phaseLabel, syncLabel } from "./progress";
import { useIntegrations } from "./useIntegrations";

/** The PSAs that are connected, and how they are. */
export function IntegrationsScreen() {
  useTitle("Connections");
  const query = useIntegrations();
  const onKeyDown = useRowKeys();
  const items = query.data?.items;
  return (
    <div className="screen">
      <header>
        <h1 className="grow">PSAs</h1>
        {items && items.length > 0 && (
          <Link to="/manage/connections/add" className="button primary">
            Connect a PSA
          </Link>
        )}
      </header>
      <p className="screen-says">
        A PSA brings your clients' people in by itself, and every verification goes as a note into its ticket.
      </p>
      <section className="card list-card" aria-label="Connections" onKeyDown={onKeyDown}>
        {query.isError && !items ? (
          <LoadError query={query} />
        ) : items?.length === 0 ? (
          <Empty
            title="No PSA is connected yet"
            action={
              <Link to="/manage/connections/add" className="button primary">
                Connect a PSA
              </Link>
            }
          >
            With one, nobody types contacts by hand, and a number that changes there is not trusted blindly here.
          </Empty>
        ) : (
          <DataTable
            label="Connections"
            className="integration-table"
            columns={columns}
            rows={items}
            idOf={(each) => each.id}
            skeletonRows={3}
          />
        )}
      </section>
    </div>
  );
}

const columns: Column<Integration>[] = [
  {
    key: "name",
    head: "Connection",
    card: "title",
    cell: (each) => (
      <Link
        to="/manage/connections/$integrationId"
        params={{ integrationId: each.id }}
        className="plain row-link"
        data-row=""
      >
        <strong>{each.name}</strong>
        <span className="faint">{each.kind_name}</span>
      </Link>
    ),
  },
  {
    key: "health",
    head: "Health",
    width: "34%",
    className: "health",
    cell: (each) => (
      <>
        <HealthChip status={each.status} />
        {each.status === "failing" && <div className="soft">{healthLabel(each)}</div>}
      </>
    ),
  },
  {
    key: "companies",
    head: "Companies",
    width: "110px",
    number: true,
    card: "none",
    cell: (each) => count(each.companies),
  },
  {
    key: "contacts",
    head: "Contacts",
    width: "110px",
    number: true,
    card: "none",
    cell: (each) => count(each.contacts),
  },
  { key: "sync", head: "Last sync", width: "190px", cell: (each) => <LastSync integration={each} /> },
];

function LastSync({ integration: { last_sync: sync, next_sync_at: next } }: { integration: Integration }) {
  if (!sync) return <span className="faint">none yet</span>;
  const { label, tone, mark } = syncLabel[sync.status];
  return (
    <>
      <div className={`nowrap tone-${tone || "none"}`}>
        <span aria-hidden="true">{mark}</span>{" "}
        {isRunning(sync) ? (
          `${phaseLabel[sync.phase]}, ${count(sync.contacts)} so far`
        ) : (
          <>
            {label} <When at={sync.finished_at ?? sync.updated_at ?? sync.started_at} />
          </>
        )}
      </div>
      {next && !isRunning(sync) && (
        <div className="soft">
          next <When at={next} />
        </div>
      )}
    </>
  );
}
