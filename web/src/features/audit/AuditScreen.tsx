import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { Ref } from "../../api/types";
import { Empty } from "../../ui/Empty";
import { TextField } from "../../ui/Field";
import { MoreButton } from "../../ui/MoreButton";
import { useDebounced } from "../../ui/useDebounced";
import { useTitle } from "../../ui/useTitle";
import { CompanyPicker } from "../companies/public";
import { dayRange } from "./actions";
import "./audit.css";
import { AuditTable } from "./AuditTable";

/** Who did what, and the evidence of it. */
export function AuditScreen() {
  useTitle("Audit and evidence");
  const api = useApi();
  const [company, setCompany] = useState<Ref>();
  const [days, setDays] = useState({ from: "", to: "" });
  const [action, setAction] = useState("");
  const scope = { company_id: company?.id, ...dayRange(days.from, days.to) };
  const query = { ...scope, action: useDebounced(action.trim()) || undefined };
  const list = useInfiniteQuery({
    queryKey: [...keys.audit, query],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/audit", { params: { query: { ...query, cursor: pageParam || undefined, limit: 100 } }, signal }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
  // The export is asked for twice: once to see that it may be made, which can need a proof of the person, and then by the browser, which saves it.
  const save = useMutation({
    mutationFn: async () => {
      const answer = api.GET("/audit/export", { params: { query: scope }, parseAs: "stream" });
      await (await unwrap(answer))?.cancel();
      saveAs(exportHref(scope), "countersign-audit.zip");
    },
  });
  const entries = list.data?.pages.flatMap((page) => page.items);
  const filtered = Object.values(query).some(Boolean);
  return (
    <div className="screen">
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
      <div className="audit-filter">
        <CompanyPicker label="Company" placeholder="Any company" value={company} onChange={setCompany} />
        <TextField
          label="From"
          type="date"
          max={days.to || undefined}
          value={days.from}
          onChange={(from) => setDays({ ...days, from })}
        />
        <TextField
          label="To"
          type="date"
          min={days.from || undefined}
          value={days.to}
          onChange={(to) => setDays({ ...days, to })}
        />
        <TextField
          label="Action"
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          placeholder="verification.approved"
          value={action}
          onChange={setAction}
        />
        {filtered && (
          <button
            type="button"
            className="quiet"
            onClick={() => {
              setCompany(undefined);
              setDays({ from: "", to: "" });
              setAction("");
            }}
          >
            Clear
          </button>
        )}
      </div>
      <div className="card table-card list-card">
        {list.isError && !entries ? (
          <LoadError query={list} />
        ) : entries?.length === 0 ? (
          <Empty title={filtered ? "Nothing fits" : "Nothing has happened yet"}>
            {filtered
              ? "Widen the days, or take a filter away."
              : "What people and programs do here will stand in this log."}
          </Empty>
        ) : (
          <AuditTable entries={entries} onAction={setAction} />
        )}
        <MoreButton list={list} />
      </div>
    </div>
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
