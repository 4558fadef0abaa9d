import type { User } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { counted } from "../../ui/figures";
import { Name } from "../../ui/Name";
import { When } from "../../ui/When";

/** Who works here: role, second step, where they work and what they see. */
export function TeamTable(props: {
  users: User[] | undefined;
  me: User["id"] | undefined;
  onOpen: (id: User["id"]) => void;
}) {
  const columns: Column<User>[] = [
    {
      key: "person",
      head: "Person",
      card: "title",
      cell: (user) => (
        <>
          <button type="button" className="link plain-link" data-row="" onClick={() => props.onOpen(user.id)}>
            <Name>{user.name || user.email}</Name>
          </button>
          {user.id === props.me && <span className="faint"> you</span>}
          {user.name && (
            <div className="faint clip" title={user.email}>
              {user.email}
            </div>
          )}
        </>
      ),
    },
    {
      key: "role",
      head: "Role",
      width: "180px",
      card: "end",
      cell: (user) => (
        <span className="row">
          {user.role === "admin" ? "Admin" : "Technician"}
          {user.status === "invited" && <span className="chip info">Invited</span>}
          {user.status === "disabled" && <span className="chip">Disabled</span>}
        </span>
      ),
    },
    { key: "second", head: "Second step", width: "140px", cell: (user) => <SecondStep user={user} /> },
    {
      key: "works",
      head: "Works in",
      width: "140px",
      className: "soft",
      card: "none",
      cell: (user) => (user.allow_ui ? "console and pod" : "pod only"),
    },
    {
      key: "sees",
      head: "Sees",
      width: "110px",
      className: "soft",
      card: "none",
      cell: (user) => (user.limited ? counted(user.company_ids.length, "company", "companies") : "everything"),
    },
    {
      key: "seen",
      head: "Last seen",
      width: "110px",
      number: true,
      className: "soft",
      cell: (user) => (user.last_seen_at ? <When at={user.last_seen_at} /> : "never seen"),
    },
  ];
  return <DataTable label="Team" columns={columns} rows={props.users} idOf={(user) => user.id} skeletonRows={4} />;
}

function SecondStep({ user }: { user: User }) {
  if (user.totp_enrolled) return <span className="chip ok">Set up</span>;
  if (user.use_mfa) return <span className="chip warn">Due at sign-in</span>;
  return <span className="soft">No second step</span>;
}
