import { Link } from "@tanstack/react-router";
import { actorWords } from "../../api/actors";
import { LoadError } from "../../api/LoadError";
import type { AuditEntry } from "../../api/types";
import { DiffView } from "../../ui/DiffView";
import { Drawer } from "../../ui/Drawer";
import { Figures } from "../../ui/Figures";
import { Moment } from "../../ui/Moment";
import { Name } from "../../ui/Name";
import { Skeleton } from "../../ui/Skeleton";
import { actionLabel } from "./actions";
import { changesOf, factsOf } from "./changes";
import { useAuditEntry } from "./useAudit";

/** One entry over the log. `listed` is the entry where the log on screen shows it. */
export function AuditEntrySheet(props: { id: string; listed: AuditEntry | undefined; onClose: () => void }) {
  const query = useAuditEntry(props.id, props.listed);
  const entry = query.data;
  return (
    <Drawer title={entry ? actionLabel(entry.action) : "Entry of the log"} onClose={props.onClose}>
      {entry ? <Facts entry={entry} /> : query.isError ? <LoadError query={query} /> : <Skeleton lines={6} />}
    </Drawer>
  );
}

/** All that the log holds of one entry: when to the second, who by which key, what it changed, and its place in the chain. */
function Facts({ entry }: { entry: AuditEntry }) {
  const changes = changesOf(entry.details);
  const facts = factsOf(entry.details);
  return (
    <div className="stack wide">
      <dl className="facts">
        <dt>When</dt>
        <dd>
          <Moment at={entry.at} />
        </dd>
        <dt>Who</dt>
        <dd>
          <Name>{actorWords(entry.actor)}</Name>
        </dd>
        {entry.subject && (
          <>
            <dt>To what</dt>
            <dd>
              <Name>{entry.subject}</Name>
            </dd>
          </>
        )}
        {entry.company && (
          <>
            <dt>Company</dt>
            <dd>
              <Name>{entry.company.name}</Name>
            </dd>
          </>
        )}
        {facts.map((fact) => (
          <div key={fact.name} className="contents">
            <dt>{fact.name}</dt>
            <dd dir="auto">{fact.words}</dd>
          </div>
        ))}
        {entry.chain && (
          <>
            <dt>In the chain</dt>
            <dd>
              Entry <Figures>{String(entry.chain.seq)}</Figures>
              <div className="faint mono">{entry.chain.hash}</div>
            </dd>
          </>
        )}
      </dl>
      {changes.length > 0 && <DiffView label="What changed" differences={changes} />}
      <VerificationLinks entry={entry} />
    </div>
  );
}

/** The ways from an entry to the verification that it tells of. */
export function VerificationLinks({ entry }: { entry: AuditEntry }) {
  if (entry.subject_kind !== "verification" || !entry.subject_id) return null;
  return (
    <span className="row">
      <Link to="/verifications/$verificationId" params={{ verificationId: entry.subject_id }} className="soft">
        Record
      </Link>
      {isEnd(entry.action) && (
        <a
          className="soft"
          href={`/v1/verifications/${entry.subject_id}/evidence`}
          download={`evidence-${entry.subject_id}.json`}
        >
          Evidence
        </a>
      )}
    </span>
  );
}

/** Whether an entry tells of a verification's end, when there is evidence of it. */
function isEnd(action: string): boolean {
  return action !== "verification.started" && action !== "verification.joined";
}
