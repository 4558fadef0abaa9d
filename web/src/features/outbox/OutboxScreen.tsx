import { LoadError } from "../../api/LoadError";
import type { TicketWriteStatus } from "../../api/types";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";
import { MoreButton } from "../../ui/MoreButton";
import { useTitle } from "../../ui/useTitle";
import { useOutbox, useWriteCount } from "./useOutbox";
import { WriteList } from "./WriteList";

const statuses: { value: TicketWriteStatus | undefined; label: string; none: string }[] = [
  {
    value: undefined,
    label: "All",
    none: "A verification or a conversation with a ticket writes into it; what was written, or waits, shows here.",
  },
  { value: "queued", label: "Waiting", none: "Nothing waits: everything is in its ticket." },
  { value: "maybe_written", label: "Maybe written", none: "No answer of the PSA got lost." },
  { value: "failed", label: "Failed", none: "The PSA took everything." },
  { value: "written", label: "Written", none: "Nothing was written yet." },
];

/** All notes for tickets and their state. */
export function OutboxScreen() {
  useTitle("Ticket notes");
  const [filters, setFilters] = useFilters("status");
  const status = statuses.find((each) => each.value === filters.status)?.value;
  const list = useOutbox(status);
  const counts: Partial<Record<TicketWriteStatus, string>> = {
    queued: useWriteCount("queued"),
    maybe_written: useWriteCount("maybe_written"),
    failed: useWriteCount("failed"),
  };
  const items = list.data?.pages.flatMap((page) => page.items);
  const shown = statuses.find((each) => each.value === status);
  return (
    <div className="screen">
      <header>
        <h1>Ticket notes</h1>
      </header>
      <p className="screen-says">
        What goes into tickets. While the PSA is away it waits here, in order, and goes out by itself; only what failed
        or may be there twice needs you.
      </p>
      <div className="row wrap">
        <FilterChips
          filters={statuses}
          value={status}
          onChange={(status) => setFilters({ status })}
          note={(status) => status && counts[status] && <span className="figure">{counts[status]}</span>}
        />
      </div>
      <section className="card list-card" aria-label="Ticket notes">
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : items?.length === 0 ? (
          <Empty title={status ? "None" : "Nothing yet"}>{shown?.none}</Empty>
        ) : (
          <WriteList items={items} />
        )}
        <MoreButton list={list} />
      </section>
    </div>
  );
}
