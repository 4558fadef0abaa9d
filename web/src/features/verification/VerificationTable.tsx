import { Link } from "@tanstack/react-router";
import { channelLabel } from "../../api/labels";
import type { Verification } from "../../api/types";
import { Shield } from "../../ui/Shield";
import { SkeletonRows } from "../../ui/Skeleton";
import { TimeLeft } from "../../ui/TimeLeft";
import { When } from "../../ui/When";
import { describeOutcome } from "./describeOutcome";
import { statusLabel, statusTone } from "./labels";

/** Verifications as rows; open ones show what is left of their code. */
export function VerificationTable({
  label,
  items,
  selected,
}: {
  label: string;
  items: Verification[] | undefined;
  selected: string | undefined;
}) {
  return (
    <table className="list-table verification-table" aria-label={label} aria-busy={!items}>
      <thead>
        <tr>
          <th>Person</th>
          <th className="status">Status</th>
          <th>By</th>
          <th className="ticket">Ticket</th>
          <th className="leader">Technician</th>
          <th className="number when">When</th>
        </tr>
      </thead>
      <tbody>
        {!items && <SkeletonRows rows={6} columns={6} />}
        {items?.map((each) => (
          <tr key={each.id} className={each.id === selected ? "on" : undefined}>
            <td>
              <Link
                to="/verifications/$verificationId"
                params={{ verificationId: each.id }}
                search={true as never}
                className="plain row-link"
                data-row={each.id}
                aria-current={each.id === selected ? "true" : undefined}
              >
                <strong className="clip">{each.contact.name}</strong>
                <span className="faint clip">{each.company.name}</span>
              </Link>
            </td>
            <td>
              <span className="shield-cell">
                <Shield state={describeOutcome(each).shield} />
                <span className={`tone-${statusTone[each.status] || "none"} nowrap`}>
                  {each.reason_code === "not_me" ? "“Not me”" : statusLabel[each.status]}
                </span>
                {each.status === "pending" && <TimeLeft end={each.expires_at} />}
              </span>
            </td>
            <td>
              <div className="clip">{channelLabel[each.channel]}</div>
              <div className="faint clip">{each.sent_to}</div>
            </td>
            <td className="ticket clip">{each.ticket_id ?? <span className="faint">none</span>}</td>
            <td className="leader clip">{each.leader}</td>
            <td className="number soft when">
              <When at={each.closed_at ?? each.opened_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
