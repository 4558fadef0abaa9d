import { Link } from "@tanstack/react-router";
import type { TechnicianVerification } from "../../api/types";
import { Masked } from "../../ui/Masked";
import { Shield } from "../../ui/Shield";
import { SkeletonRows } from "../../ui/Skeleton";
import { TimeLeft } from "../../ui/TimeLeft";
import { When } from "../../ui/When";
import { companiesOf, isOpen, standing, transportLabel, whoAsked } from "./labels";

/** Technician verifications as rows; open ones show the time left. */
export function TechnicianVerificationTable({
  label,
  items,
  selected,
}: {
  label: string;
  items: TechnicianVerification[] | undefined;
  selected: string | undefined;
}) {
  return (
    <table className="list-table technician-verification-table" aria-label={label} aria-busy={!items}>
      <thead>
        <tr>
          <th>Who asks</th>
          <th className="status">Status</th>
          <th className="from">From</th>
          <th className="ticket">Ticket</th>
          <th className="leader">Technician</th>
          <th className="number when">When</th>
        </tr>
      </thead>
      <tbody>
        {!items && <SkeletonRows rows={4} columns={6} />}
        {items?.map((each) => {
          const { label: word, tone, shield } = standing[each.status];
          return (
            <tr
              key={each.id}
              className={`${each.id === selected ? "on" : ""}${each.status === "waiting" ? " calls" : ""}`}
            >
              <td>
                <Link
                  to="/verifications/they-verify-us/$technicianVerificationId"
                  search={true as never}
                  params={{ technicianVerificationId: each.id }}
                  className="plain row-link"
                  data-row={each.id}
                  aria-current={each.id === selected ? "true" : undefined}
                >
                  <strong className="clip">{whoAsked(each)}</strong>
                  <span className="faint clip">{companiesOf(each)}</span>
                </Link>
              </td>
              <td>
                <span className="shield-cell">
                  <Shield state={shield} />
                  <span className={`tone-${tone || "none"} nowrap`}>{word}</span>
                  {isOpen(each) && <TimeLeft end={each.expires_at} />}
                </span>
              </td>
              <td className="from">
                <div>{transportLabel[each.transport]}</div>
                <div className="faint clip">
                  <Masked>{each.masked}</Masked>
                </div>
              </td>
              <td className="ticket clip">{each.ticket_id ?? <span className="faint">none</span>}</td>
              <td className="leader clip">{each.claimed_by ?? <span className="faint">nobody yet</span>}</td>
              <td className="number soft when">
                <When at={each.closed_at ?? each.at} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
