import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { Empty } from "../../ui/Empty";
import { FilterChips } from "../../ui/FilterChips";
import { MoreButton } from "../../ui/MoreButton";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { AlertRow } from "./AlertRow";
import "./alerts.css";
import { AskForNotices } from "./AskForNotices";
import { useAlertActions, useOpenAlerts, useSettledAlerts } from "./useAlerts";

const filters = [
  { value: "open", label: "To deal with" },
  { value: "settled", label: "Dealt with" },
] as const;

/** Denials and wrong codes: who has taken each, and what was dealt with. */
export function AlertsScreen() {
  useTitle("Alerts");
  const [filter, setFilter] = useState<(typeof filters)[number]["value"]>("open");
  const open = useOpenAlerts();
  const settled = useSettledAlerts(filter === "settled");
  const actions = useAlertActions();
  const list = filter === "open" ? open : settled;
  const items = filter === "open" ? open.data?.items : settled.data?.pages.flatMap((page) => page.items);
  return (
    <div className="alerts-screen stack wide">
      <div className="row wrap screen-top">
        <h1>Alerts</h1>
        <FilterChips filters={filters} value={filter} onChange={setFilter} />
      </div>
      <AskForNotices />
      <ProblemNote error={actions.take.error ?? actions.settle.error} />
      <section className="card" aria-label={filter === "open" ? "To deal with" : "Dealt with"}>
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : !items ? (
          <div className="card-body">
            <Skeleton lines={5} />
          </div>
        ) : items.length === 0 ? (
          filter === "open" ? (
            <Empty title="No alerts">
              When somebody says “This was not me”, denies a technician's code, or gives too many wrong codes, it stands
              here until one of you has dealt with it.
            </Empty>
          ) : (
            <Empty title="Nothing was dealt with yet">What you deal with stays here to be read.</Empty>
          )
        ) : (
          <ul className="alert-list">
            {items.map((alert) => (
              <AlertRow key={alert.id} alert={alert} actions={actions} />
            ))}
          </ul>
        )}
        {filter === "settled" && <MoreButton list={settled} />}
      </section>
    </div>
  );
}
