import type { ApiKey } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { When } from "../../ui/When";

/** The keys: what each may do, whose it is, when it ends. */
export function KeyTable(props: { items: ApiKey[] | undefined; onRevoke: (key: ApiKey) => void }) {
  const columns: Column<ApiKey>[] = [
    {
      key: "name",
      head: "Name",
      card: "title",
      cell: (key) => (
        <>
          <strong className="clip" title={key.name}>
            {key.name}
          </strong>
          <div className="faint mono">{key.prefix}…</div>
        </>
      ),
    },
    {
      key: "may",
      head: "May",
      width: "26%",
      cell: (key) => (
        <span className="row wrap scopes">
          {key.scopes.map((scope) => (
            <span key={scope} className={`chip ${scope === "admin" ? "warn" : ""}`}>
              {scope}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: "as",
      head: "Acts as",
      width: "130px",
      className: "soft",
      card: "none",
      cell: (key) => key.user?.name ?? "itself",
    },
    {
      key: "created",
      head: "Created",
      width: "200px",
      className: "soft",
      cell: (key) => (
        <>
          <When at={key.created_at} />
          {key.created_by && ` by ${key.created_by.name}`}
          {key.owner_gone && ", who does not work here any more"}
          {key.expires_at && (
            <>
              , ends <When at={key.expires_at} />
            </>
          )}
        </>
      ),
    },
    {
      key: "used",
      head: "Last used",
      width: "110px",
      className: "soft",
      cell: (key) => (key.last_used_at ? <When at={key.last_used_at} /> : "never used"),
    },
    {
      key: "act",
      head: <span className="hidden-text">Action</span>,
      width: "110px",
      number: true,
      card: "end",
      cell: (key) =>
        key.revoked_at ? (
          <span className="chip">Revoked</span>
        ) : (
          <button
            type="button"
            className="danger"
            aria-label={`Revoke ${key.name}`}
            onClick={() => props.onRevoke(key)}
          >
            Revoke
          </button>
        ),
    },
  ];
  return <DataTable label="API keys" columns={columns} rows={props.items} idOf={(key) => key.id} skeletonRows={3} />;
}
