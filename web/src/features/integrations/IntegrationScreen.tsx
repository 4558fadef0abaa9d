import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { Integration } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { ExactTime } from "../../ui/ExactTime";
import { Menu } from "../../ui/Menu";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { When } from "../../ui/When";
import { DisconnectDialog } from "./DisconnectDialog";
import { EditDialog } from "./EditDialog";
import { HealthChip } from "./HealthChip";
import { HookSetup } from "./HookSetup";
import { healthLabel } from "./health";
import "./integrations.css";
import { counted } from "../../ui/figures";
import { PodSetup } from "./PodSetup";
import { isRunning } from "./progress";
import { Rights } from "./Rights";
import { RunningSync } from "./RunningSync";
import { Steps } from "./Steps";
import { SyncTable } from "./SyncTable";
import { useIntegration, useIntegrationActions, usePSAKinds } from "./useIntegrations";

/** One connection: how it is, what it reads, how the pod gets into it. */
export function IntegrationScreen() {
  useTitle("Connection");
  const { integrationId } = useParams({ from: "/desk/manage/connections/$integrationId" });
  const query = useIntegration(integrationId);
  // What a kind of PSA says stands between the parts of the page.
  const kinds = usePSAKinds();
  return (
    <div className="screen">
      {query.isError && !query.data ? (
        <>
          <header>
            <BackToList />
            <h1>Connection</h1>
          </header>
          <div className="card">
            <LoadError query={query} />
          </div>
        </>
      ) : query.data && (kinds.data || kinds.isError) ? (
        <Connection key={integrationId} integration={query.data} />
      ) : (
        <>
          <header>
            <BackToList />
            <h1 className="hidden-text">Connection</h1>
            <div className="grow">
              <Skeleton lines={1} />
            </div>
          </header>
          <div className="card pad">
            <Skeleton lines={8} />
          </div>
        </>
      )}
    </div>
  );
}

function BackToList() {
  return (
    <Link to="/manage/connections" className="button quiet icon" aria-label="Back to the list">
      ←
    </Link>
  );
}

function Connection({ integration }: { integration: Integration }) {
  const admin = may(useSession().data, "admin");
  const kind = usePSAKinds().data?.items.find((each) => each.kind === integration.kind);
  const { change, test, sync } = useIntegrationActions(integration.id);
  const [sheet, setSheet] = useState<"edit" | "disconnect">();
  const close = () => setSheet(undefined);
  const last = integration.last_sync;
  const running = isRunning(last);
  const refused = change.error ?? test.error ?? sync.error;
  return (
    <>
      <header className="wrap">
        <BackToList />
        <div className="grow">
          <div className="row wrap">
            <h1>{integration.name}</h1>
            <HealthChip status={integration.status} />
          </div>
        </div>
        {admin && (
          <>
            <button type="button" disabled={test.isPending} onClick={() => test.mutate()}>
              {test.isPending ? "Asking" : "Test connection"}
            </button>
            <button
              type="button"
              className="primary"
              disabled={!integration.enabled || running || sync.isPending}
              onClick={() => sync.mutate()}
            >
              {running ? "Syncing" : "Sync now"}
            </button>
            <Menu
              label={`More about ${integration.name}`}
              className="quiet icon"
              button="⋯"
              items={[
                ...(kind ? [{ label: "Edit", onChoose: () => setSheet("edit") }] : []),
                {
                  label: integration.enabled ? "Disable" : "Enable",
                  onChoose: () => change.mutate({ enabled: !integration.enabled }),
                },
                { label: <span className="tone-bad">Disconnect</span>, onChoose: () => setSheet("disconnect") },
              ]}
            />
          </>
        )}
      </header>
      <ProblemNote error={refused} exact />
      {test.data ? (
        <p className={`banner ${test.data.ok ? "ok" : "bad"}`} role="status">
          <strong>{test.data.ok ? "It answers." : (test.data.problem ?? "It does not answer as it should.")}</strong>
          {test.data.ok
            ? (test.data.advice ?? "Address, credentials and rights are right.")
            : "Nothing is lost: what is to be written waits, and people stay as they were read last."}
        </p>
      ) : (
        integration.status !== "ready" && (
          <div className={`banner row wrap ${integration.status === "failing" ? "bad" : ""}`} role="status">
            <div className="grow">
              {healthLabel(integration)}
              {integration.status === "failing" && integration.problem_since && (
                <span className="soft">
                  {" "}
                  Since <ExactTime at={integration.problem_since} />.
                </span>
              )}
            </div>
            {integration.status === "failing" && admin && kind && (
              <button type="button" className="small" onClick={() => setSheet("edit")}>
                Type new credentials
              </button>
            )}
          </div>
        )
      )}
      {last && running && <RunningSync key={last.id} sync={last} />}
      {/* While the connection itself fails, its own sentence says why, and nothing goes on by itself. */}
      {last?.status === "paused" && integration.status !== "failing" && (
        <p className="banner warn" role="status">
          <strong>The sync pauses, and goes on by itself where it was.</strong>
          {last.error ?? "It waits for the PSA."}
        </p>
      )}
      <section className="card" aria-label="Connection">
        <dl className="facts card-body">
          <dt>PSA</dt>
          <dd>{integration.kind_name}</dd>
          <dt>Address</dt>
          <dd>{integration.base_url}</dd>
          <dt>On file</dt>
          <dd>
            {counted(integration.companies, "company", "companies")}, {counted(integration.contacts, "contact")}
          </dd>
          <dt>Last asked</dt>
          <dd>{integration.checked_at ? <When at={integration.checked_at} /> : "not yet"}</dd>
          <dt>Next sync</dt>
          <dd>
            {running ? "runs now" : integration.next_sync_at ? <When at={integration.next_sync_at} /> : "not planned"}
          </dd>
        </dl>
      </section>
      {integration.webhook_url && kind && (
        <HookSetup
          url={integration.webhook_url}
          steps={kind.hook}
          kindName={kind.name}
          callbacks={integration.callbacks}
        />
      )}
      {integration.pod && (
        <PodSetup pod={integration.pod} kindName={integration.kind_name} integrationId={integration.id} />
      )}
      {kind && (
        <div className="connect even">
          <Rights rights={kind.rights} problem={test.data ? test.data.problem : integration.problem} />
          <Steps title={`In ${kind.name}`} steps={kind.steps} />
        </div>
      )}
      <SyncTable integrationId={integration.id} />
      {sheet === "edit" && kind && (
        <EditDialog
          integration={integration}
          kind={kind}
          onClose={close}
          onSaved={(asks) => {
            close();
            test.reset();
            if (asks) test.mutate();
          }}
        />
      )}
      {sheet === "disconnect" && <DisconnectDialog integration={integration} onClose={close} />}
    </>
  );
}
