import { Link } from "@tanstack/react-router";
import { LoadError } from "../../../api/LoadError";
import { useCounts, useCountsRead } from "../../../features/counts/public";
import { useOpenTechnicianVerifications } from "../../../features/technicianverification/public";
import { callStatus, useOpenVerifications } from "../../../features/verification/public";
import { may, useSession } from "../../../session/useSession";
import { Empty } from "../../../ui/Empty";
import { counted } from "../../../ui/figures";
import { useRowKeys } from "../../../ui/RowKeys";
import { Skeleton } from "../../../ui/Skeleton";
import { useTitle } from "../../../ui/useTitle";
import { When } from "../../../ui/When";
import "./home.css";
import { type Waiting, WaitingList } from "./WaitingList";

/** What waits for this person now, the most urgent first. */
export function HomeScreen() {
  useTitle("Home");
  const session = useSession().data;
  const counts = useCounts();
  const clientsAsking = useOpenTechnicianVerifications();
  const openOnes = useOpenVerifications(undefined, counts.open > 0);
  const known = useCountsRead();
  const asking = clientsAsking.data?.items ?? [];
  const open = openOnes.data?.items ?? [];
  // All of it at once: a list that comes later would push the others down.
  const loading = known.isLoading || clientsAsking.isLoading || openOnes.isLoading;
  const failed = [known, clientsAsking, openOnes].find((each) => each.isError && !each.data);
  const onKeyDown = useRowKeys();
  const mine = open.filter((each) => each.leading);
  const others = open.filter((each) => !each.leading);

  const clients: Waiting[] = asking.map((each) => ({
    key: each.id,
    tone: each.status === "waiting" ? "warn" : "",
    what: (
      <Link
        to="/verifications/they-verify-us/$technicianVerificationId"
        params={{ technicianVerificationId: each.id }}
        data-row={each.id}
      >
        <bdi>{each.contact?.name ?? each.masked}</bdi> asks whether you are real
      </Link>
    ),
    note: each.claimed_by ? `answered by ${each.claimed_by}` : "nobody has answered",
    when: <When at={each.at} />,
  }));
  const verifications: Waiting[] = [...mine, ...others].map((each) => ({
    key: each.id,
    tone: each.leading ? "warn" : "",
    what: (
      <Link to="/contacts/$contactId" params={{ contactId: each.contact.id }} data-row={each.id}>
        <bdi>{each.contact.name}</bdi>, <bdi>{each.company.name}</bdi>
      </Link>
    ),
    note: each.leading ? callStatus(each).words : `${each.leader}'s call`,
    when: <When at={each.opened_at} />,
  }));
  const rest: Waiting[] = [
    counts.alerts > 0 && {
      key: "alerts",
      tone: "bad" as const,
      what: (
        <Link to="/home/alerts" data-row="alerts">
          {counted(counts.alerts, "alert")} not dealt with
        </Link>
      ),
    },
    counts.unread > 0 && {
      key: "unread",
      tone: "warn" as const,
      what: (
        <Link to="/inbox/sms" data-row="unread">
          {counted(counts.unread, "conversation")} with something unread
        </Link>
      ),
    },
    counts.notesFailed > 0 && {
      key: "notes",
      tone: "bad" as const,
      what: (
        <Link to="/tickets/notes" data-row="notes">
          {counted(counts.notesFailed, "ticket note")} not written
        </Link>
      ),
      note: "failed, or maybe written",
    },
    counts.connectionsFailing > 0 && {
      key: "connections",
      tone: "bad" as const,
      what: may(session, "admin") ? (
        <Link to="/manage/connections" data-row="connections">
          {counted(counts.connectionsFailing, "connection")} not working
        </Link>
      ) : (
        <>{counted(counts.connectionsFailing, "connection")} not working</>
      ),
      note: may(session, "admin") ? undefined : "tell an admin",
    },
  ].filter((each) => each !== false);
  const nothing = clients.length + verifications.length + rest.length === 0;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are links; the arrow keys only move the focus between them
    <div className="screen home" onKeyDown={onKeyDown}>
      <header>
        <h1>Waiting for you</h1>
      </header>
      {failed ? (
        <div className="card">
          <LoadError query={failed} />
        </div>
      ) : loading ? (
        <div className="card pad">
          <Skeleton lines={8} />
        </div>
      ) : nothing ? (
        <div className="card">
          <Empty
            title="All quiet"
            action={
              <Link to="/contacts" className="button primary">
                Verify a caller
              </Link>
            }
          >
            Nobody waits on the phone, no message is unread, and every ticket note is written.
          </Empty>
        </div>
      ) : (
        <>
          <WaitingList title="They verify us" items={clients} />
          <WaitingList title="Open verifications" items={verifications} />
          <WaitingList title="Also" items={rest} />
        </>
      )}
    </div>
  );
}
