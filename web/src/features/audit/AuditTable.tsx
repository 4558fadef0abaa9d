import { Link } from "@tanstack/react-router";
import { actorWords } from "../../api/actors";
import type { AuditEntry } from "../../api/types";
import { SkeletonRows } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { actionLabel } from "./actions";

/** The log, newest first. A press on an action filters by it. */
export function AuditTable({
  entries,
  onAction,
}: {
  entries: AuditEntry[] | undefined;
  onAction: (action: string) => void;
}) {
  return (
    <table aria-busy={!entries}>
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>What</th>
          <th>To what</th>
          <th>Company</th>
          <th>Evidence</th>
        </tr>
      </thead>
      <tbody>
        {!entries && <SkeletonRows rows={12} columns={6} />}
        {entries?.map((entry) => (
          <tr key={entry.id}>
            <td className="soft">
              <When at={entry.at} />
            </td>
            <td>{actorWords(entry.actor)}</td>
            <td>
              <button type="button" className="link plain-link" onClick={() => onAction(entry.action)}>
                {actionLabel(entry.action)}
              </button>
            </td>
            <td className="soft">{entry.subject ?? ""}</td>
            <td className="soft">{entry.company?.name ?? ""}</td>
            <td>
              {entry.subject_kind === "verification" && entry.subject_id && (
                <span className="row">
                  <Link
                    to="/verifications/$verificationId"
                    params={{ verificationId: entry.subject_id }}
                    className="soft"
                  >
                    Open
                  </Link>
                  <a
                    className="soft"
                    href={`/v1/verifications/${entry.subject_id}/evidence`}
                    download={`evidence-${entry.subject_id}.json`}
                  >
                    JSON
                  </a>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
