import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import type { User } from "../../api/types";
import { useTeam } from "../../api/useTeam";
import { useSession } from "../../session/useSession";
import { RowKeys } from "../../ui/RowKeys";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { InviteDialog } from "./InviteDialog";
import { PersonDialog } from "./PersonDialog";
import { SecondSteps } from "./SecondSteps";
import { TeamTable } from "./TeamTable";
import "./people.css";

/** Who works at this desk. */
export function PeopleScreen() {
  useTitle("Team");
  const me = useSession().data?.user.id;
  const users = useTeam();
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
      {users.data ? (
        <SecondSteps users={users.data.items} />
      ) : (
        !users.isError && (
          <div className="banner second-steps">
            <Skeleton lines={1} />
          </div>
        )
      )}
      {users.isError && !users.data ? (
        <div className="card">
          <LoadError query={users} />
        </div>
      ) : (
        <section className="card list-card" aria-label="Team">
          <TeamTable users={users.data?.items} me={me} onOpen={setSheet} />
        </section>
      )}
      {sheet === "invite" && <InviteDialog onClose={() => setSheet(undefined)} />}
      {opened && <PersonDialog user={opened} isMe={opened.id === me} onClose={() => setSheet(undefined)} />}
    </RowKeys>
  );
}
