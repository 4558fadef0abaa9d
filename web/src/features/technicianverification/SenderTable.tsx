import type { ReactNode } from "react";
import type { UnknownSender } from "../../api/types";
import { Masked } from "../../ui/Masked";
import { SkeletonRows } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { transportLabel } from "./labels";

/** Messages of senders who are not known, and what can be done with each. */
export function SenderTable({
  label,
  items,
  actions,
}: {
  label: string;
  items: UnknownSender[] | undefined;
  actions: (sender: UnknownSender) => ReactNode;
}) {
  return (
    <table className="list-table unknown-table" aria-label={label} aria-busy={!items}>
      <thead>
        <tr>
          <th className="from">From</th>
          <th>They wrote</th>
          <th className="number">When</th>
        </tr>
      </thead>
      <tbody>
        {!items && <SkeletonRows rows={4} columns={3} />}
        {items?.map((each) => (
          <tr key={each.id}>
            <td>
              <div>
                {transportLabel[each.transport]}
                {!each.proven && !each.unreadable && <span className="tone-warn"> · proves no sender</span>}
              </div>
              <div className="faint">
                {each.unreadable ? (
                  "Sender could not be read"
                ) : each.contact_point ? (
                  <bdi className="sender">{each.contact_point}</bdi>
                ) : (
                  <Masked>{each.masked}</Masked>
                )}
              </div>
              <div className="row wrap sender-actions">{actions(each)}</div>
            </td>
            <td className="wrote">{each.text}</td>
            <td className="number soft">
              <When at={each.at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
