import { Link } from "@tanstack/react-router";
import { actorWords } from "../../api/actors";
import type { AuditEntry } from "../../api/types";
import { DiffView } from "../../ui/DiffView";
import { Drawer } from "../../ui/Drawer";
import { Figures } from "../../ui/Figures";
import { Moment } from "../../ui/Moment";
import { Name } from "../../ui/Name";
import { actionLabel } from "./actions";
import { changesOf, factsOf } from "./changes";

/** All that the log holds of one entry: when to the second, who by which key, what it changed, and its place in the chain. */
export function AuditEntrySheet({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const changes = changesOf(entry.details);
  const facts = factsOf(entry.details);
  return (
    <Drawer title={actionLabel(entry.action)} onClose={onClose}>
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
    </Drawer>
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
