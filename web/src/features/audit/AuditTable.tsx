import { actorWords } from "../../api/actors";
import type { AuditEntry } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { counted } from "../../ui/figures";
import { Moment } from "../../ui/Moment";
import { Name } from "../../ui/Name";
import { VerificationLinks } from "./AuditEntrySheet";
import { actionLabel } from "./actions";
import { changesOf } from "./changes";

/** The log, newest first. A press on what was done opens the whole entry. */
export function AuditTable(props: {
  entries: AuditEntry[] | undefined;
  stale: boolean;
  onOpen: (entry: AuditEntry) => void;
}) {
  const columns: Column<AuditEntry>[] = [
    {
      key: "when",
      head: "When",
      width: "232px",
      className: "soft nowrap",
      card: "line",
      cell: (entry) => <Moment at={entry.at} />,
    },
    { key: "who", head: "Who", card: "line", cell: (entry) => <Name className="clip">{actorWords(entry.actor)}</Name> },
    {
      key: "what",
      head: "What",
      width: "26%",
      card: "title",
      cell: (entry) => (
        <>
          <button type="button" className="link plain-link" data-row={entry.id} onClick={() => props.onOpen(entry)}>
            {actionLabel(entry.action)}
          </button>
          <Changed entry={entry} />
        </>
      ),
    },
    {
      key: "subject",
      head: "To what",
      className: "soft",
      card: "line",
      cell: (entry) => entry.subject && <Name className="clip">{entry.subject}</Name>,
    },
    {
      key: "company",
      head: "Company",
      className: "soft",
      card: "none",
      cell: (entry) => entry.company && <Name className="clip">{entry.company.name}</Name>,
    },
    {
      key: "evidence",
      head: "Evidence",
      width: "144px",
      card: "none",
      cell: (entry) => <VerificationLinks entry={entry} />,
    },
  ];
  return (
    <DataTable
      label="Log"
      className="audit-table"
      columns={columns}
      rows={props.entries}
      stale={props.stale}
      idOf={(entry) => entry.id}
      skeletonRows={12}
    />
  );
}

/** What a change changed, in one line: the one difference, or how many there are. */
function Changed({ entry }: { entry: AuditEntry }) {
  const changes = changesOf(entry.details);
  const [only] = changes;
  if (!only) return null;
  const words =
    changes.length === 1
      ? `${only.field}: ${only.before ?? "nothing"} → ${only.after ?? "nothing"}`
      : counted(changes.length, "value", "values");
  return (
    <div className="faint clip" dir="auto" title={words}>
      {words}
    </div>
  );
}
