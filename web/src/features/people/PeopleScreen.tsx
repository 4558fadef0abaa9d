import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import type { User } from "../../api/types";
import { useSession } from "../../session/useSession";
import { RowKeys } from "../../ui/RowKeys";
import { SkeletonRows } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { When } from "../../ui/When";
import { InviteDialog } from "./InviteDialog";
import { PersonDialog } from "./PersonDialog";

/** Who works at this desk. */
export function PeopleScreen() {
  useTitle("Team");
  const api = useApi();
  const me = useSession().data?.user.id;
  const users = useQuery({ queryKey: keys.users, queryFn: ({ signal }) => unwrap(api.GET("/users", { signal })) });
  const [sheet, setSheet] = useState<"invite" | User["id"]>();
  const opened = users.data?.items.find((user) => user.id === sheet);
  return (
    <RowKeys className="screen">
      <header>
        <h1 className="grow">Team</h1>
        <button type="button" className="primary" onClick={() => setSheet("invite")}>
          Invite somebody
        </button>
      </header>
      {users.isError ? (
        <div className="card">
          <LoadError query={users} />
        </div>
      ) : (
        <div className="card table-card">
          <table aria-busy={users.isPending}>
            <thead>
              <tr>
                <th>Person</th>
                <th>Role</th>
                <th>Second step</th>
                <th>Works in</th>
                <th>Sees</th>
                <th className="number">Last seen</th>
              </tr>
            </thead>
            <tbody>
              {users.isPending && <SkeletonRows rows={4} columns={6} />}
              {users.data?.items.map((user) => (
                <tr key={user.id}>
                  <td>
                    <button type="button" className="link plain-link" data-row="" onClick={() => setSheet(user.id)}>
                      {user.name || user.email}
                    </button>
                    {user.id === me && <span className="faint"> you</span>}
                    <div className="faint">{user.name ? user.email : ""}</div>
                  </td>
                  <td>
                    <span className="row">
                      {user.role === "admin" ? "Admin" : "Technician"}
                      {user.status === "invited" && <span className="chip info">Invited</span>}
                      {user.status === "disabled" && <span className="chip bad">Disabled</span>}
                    </span>
                  </td>
                  <td>
                    {user.totp_enrolled ? (
                      <span className="chip ok">Set up</span>
                    ) : user.use_mfa ? (
                      <span className="chip warn">Due at sign-in</span>
                    ) : (
                      <span className="soft">not asked for</span>
                    )}
                  </td>
                  <td className="soft">{user.allow_ui ? "console and pod" : "pod only"}</td>
                  <td className="soft">
                    {user.limited
                      ? `${user.company_ids.length} ${user.company_ids.length === 1 ? "company" : "companies"}`
                      : "everything"}
                  </td>
                  <td className="number soft">{user.last_seen_at ? <When at={user.last_seen_at} /> : "never"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sheet === "invite" && <InviteDialog onClose={() => setSheet(undefined)} />}
      {opened && <PersonDialog user={opened} isMe={opened.id === me} onClose={() => setSheet(undefined)} />}
    </RowKeys>
  );
}
