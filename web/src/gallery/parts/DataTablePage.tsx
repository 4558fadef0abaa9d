import { useState } from "react";
import { type Column, DataTable, type Sort } from "../../ui/DataTable";
import { Name } from "../../ui/Name";
import { RowKeys } from "../../ui/RowKeys";
import { useToast } from "../../ui/Toasts";

interface Row {
  id: string;
  name: string;
  company: string;
  tries: number;
}

const names = ["Ana Torres", "Bartholomew Featherstonehaugh-Cholmondeley", "نور الهاشمي", "Ben Okafor"];
const rows: Row[] = Array.from({ length: 5_000 }, (_, at) => ({
  id: String(at),
  name: `${names[at % names.length]} ${at}`,
  company: `Northwind ${at % 7}`,
  tries: (at * 37) % 101,
}));

export function DataTablePage() {
  const toast = useToast();
  const [sort, setSort] = useState<Sort>({ by: "name", direction: "up" });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const columns: Column<Row>[] = [
    {
      key: "name",
      head: "Person",
      sorts: true,
      card: "title",
      cell: (row) => (
        <a href={`#${row.id}`} className="plain row-link" data-row={row.id}>
          <Name strong>{row.name}</Name>
        </a>
      ),
    },
    { key: "company", head: "Company", sorts: true, cell: (row) => <Name>{row.company}</Name> },
    { key: "tries", head: "Tries", sorts: true, number: true, width: "90px", cell: (row) => row.tries },
    {
      key: "act",
      head: <span className="hidden-text">Action</span>,
      width: "110px",
      card: "end",
      cell: (row) => (
        <button type="button" className="button" onClick={() => toast({ tone: "ok", words: `${row.name} it is.` })}>
          Verify
        </button>
      ),
    },
  ];
  const sorted = [...rows].sort((a, b) => {
    const order =
      sort.by === "tries"
        ? a.tries - b.tries
        : sort.by === "company"
          ? a.company.localeCompare(b.company)
          : Number(a.id) - Number(b.id);
    return sort.direction === "up" ? order : -order;
  });
  return (
    <RowKeys className="list-side">
      <section className="card list-card" aria-label="People">
        <DataTable
          label="People"
          columns={columns}
          rows={sorted}
          idOf={(row) => row.id}
          nameOf={(row) => row.name}
          sort={sort}
          onSort={setSort}
          picked={picked}
          onPick={setPicked}
          bulk={<button type="button">Ask for a second step</button>}
        />
      </section>
    </RowKeys>
  );
}
