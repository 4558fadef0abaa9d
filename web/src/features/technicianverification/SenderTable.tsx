import type { ReactNode } from "react";
import type { UnknownSender } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { Masked } from "../../ui/Masked";
import { Phone } from "../../ui/Phone";
import { When } from "../../ui/When";
import { transportLabel } from "./labels";

/** Messages of senders who are not known, and what can be done with each. */
export function SenderTable(props: {
  label: string;
  items: UnknownSender[] | undefined;
  actions: (sender: UnknownSender) => ReactNode;
}) {
  const columns: Column<UnknownSender>[] = [
    { key: "from", head: "From", width: "26%", card: "title", cell: (sender) => <From sender={sender} /> },
    { key: "wrote", head: "They wrote", className: "wrote", cell: (sender) => <span dir="auto">{sender.text}</span> },
    {
      key: "when",
      head: "When",
      width: "120px",
      number: true,
      className: "soft",
      card: "end",
      cell: (sender) => <When at={sender.at} />,
    },
    {
      key: "act",
      head: <span className="hidden-text">Action</span>,
      width: "232px",
      className: "sender-actions",
      cell: (sender) => <div className="row wrap">{props.actions(sender)}</div>,
    },
  ];
  return (
    <DataTable
      label={props.label}
      className="unknown-table"
      columns={columns}
      rows={props.items}
      idOf={(sender) => sender.id}
      skeletonRows={4}
    />
  );
}

/** The number or address, and by what it came. */
function From({ sender }: { sender: UnknownSender }) {
  return (
    <>
      <strong className="sender">
        {sender.unreadable ? (
          "Sender could not be read"
        ) : !sender.contact_point ? (
          <Masked>{sender.masked}</Masked>
        ) : sender.transport === "sms" ? (
          <Phone>{sender.contact_point}</Phone>
        ) : (
          <bdi>{sender.contact_point}</bdi>
        )}
      </strong>
      <div className="faint">
        {transportLabel[sender.transport]}
        {!sender.proven && !sender.unreadable && <span className="tone-warn"> · proves no sender</span>}
      </div>
    </>
  );
}
