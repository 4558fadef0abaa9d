import { useMutation } from "@tanstack/react-query";
import { Link, useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { RowKeys } from "../../ui/RowKeys";
import { useTitle } from "../../ui/useTitle";
import { AuditEntrySheet } from "./AuditEntrySheet";
import { type AuditFilter, AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import { dayRange } from "./actions";
import { useAuditPage } from "./useAudit";
import "./audit.css";

/** Who did what, and the evidence of it. */
export function AuditScreen() {
  useTitle("Audit and evidence");
  const api = useApi();
  const [chosen, choose] = useFilters("action", "who", "company", "from", "to", "page", "entry");
  const { page, entry, ...filter } = chosen;
  const [open, close] = useEntryInAddress();
  const scope = { company_id: filter.company, ...dayRange(filter.from ?? "", filter.to ?? "") };
  const list = useAuditPage({ ...scope, action: filter.action, actor_id: filter.who }, page);
  // The export is asked for twice: once to see that it may be made, which can need a proof of the person, and then by the browser, which saves it.
  const save = useMutation({
    mutationFn: async () => {
      const answer = api.GET("/audit/export", { params: { query: scope }, parseAs: "stream" });
      await (await unwrap(answer))?.cancel();
      saveAs(exportHref(scope), "countersign-audit.zip");
    },
  });
  const entries = list.data?.items;
  const filtered = Object.values(filter).some(Boolean);
  // Another choice begins at the newest entry again.
  const narrow = (change: Partial<AuditFilter>) => choose({ ...change, page: undefined });
  return (
    <RowKeys className="screen">
      <header>
        <h1 className="grow">Audit and evidence</h1>
        <a
          className="button"
          href={exportHref(scope)}
          download="countersign-audit.zip"
          onClick={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          Export as ZIP
        </a>
      </header>
      <ProblemNote error={save.error} />
      <p className="screen-says">
        The export holds the log as CSV, the signed evidence of every verification and the keys to check it with, for
        the company and days chosen here.
      </p>
      <AuditFilters value={filter} onChange={narrow} />
      <div className="card list-card">
        {list.isError && !entries ? (
          <LoadError query={list} />
        ) : entries?.length === 0 ? (
          <Empty title={filtered || page ? "Nothing fits" : "Nothing has happened yet"}>
            {filtered || page
              ? "Widen the days, or take a filter away."
              : "What people and programs do here will stand in this log."}
          </Empty>
        ) : (
          <AuditTable entries={entries} stale={list.isPlaceholderData} onOpen={(each) => open(each.id)} />
        )}
        <Pages page={page} next={list.data?.next_cursor} />
      </div>
      {entry && (
        <AuditEntrySheet key={entry} id={entry} listed={entries?.find((each) => each.id === entry)} onClose={close} />
      )}
    </RowKeys>
  );
}

/**
 * Opens and closes the entry that the address names. The browser's own way back closes what was opened here, and closing
 * goes that way, so that the log stands in the history once.
 */
function useEntryInAddress(): [open: (id: string) => void, close: () => void] {
  const navigate = useNavigate();
  const router = useRouter();
  const openedHere = useLocation({ select: (location) => location.state.overLog === true });
  const to = (entry: string | undefined) => ((before: object) => ({ ...before, entry })) as never;
  return [
    (id) => void navigate({ to: ".", search: to(id), state: { overLog: true }, resetScroll: false }),
    () =>
      openedHere
        ? router.history.back()
        : void navigate({ to: ".", search: to(undefined), replace: true, resetScroll: false }),
  ];
}

/** The ways to older entries and back. Each page has an address, so the browser's own way back leads through them. */
function Pages({ page, next }: { page: string | undefined; next: string | undefined }) {
  if (!page && !next) return null;
  const at = (page: string | undefined) => ((before: object) => ({ ...before, page })) as never;
  return (
    <nav className="list-more row" aria-label="Pages of the log">
      {page && (
        <Link className="button quiet" to="." search={at(undefined)}>
          Newest
        </Link>
      )}
      {next && (
        <Link className="button quiet end" to="." search={at(next)}>
          Older
        </Link>
      )}
    </nav>
  );
}

/** Has the browser save what stands at an address of ours. */
function saveAs(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

function exportHref(scope: Record<string, string | undefined>): string {
  const params = new URLSearchParams(Object.entries(scope).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return `/v1/audit/export${params.size > 0 ? `?${params}` : ""}`;
}
