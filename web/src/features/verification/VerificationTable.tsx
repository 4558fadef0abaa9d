import { Link } from "@tanstack/react-router";
import { channelLabel } from "../../api/labels";
import type { Verification } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { Name } from "../../ui/Name";
import { Shield } from "../../ui/Shield";
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
  const columns: Column<Verification>[] = [
    {
      key: "person",
      head: "Person",
      card: "title",
      cell: (each) => (
        <Link
          to="/verifications/$verificationId"
          params={{ verificationId: each.id }}
          search={true as never}
          className="plain row-link"
          data-row={each.id}
          aria-current={each.id === selected ? "true" : undefined}
        >
          <Name strong>{each.contact.name}</Name>
          <Name className="faint clip">{each.company.name}</Name>
        </Link>
      ),
    },
    {
      key: "status",
      head: "Status",
      className: "status",
      cell: (each) => (
        <span className="shield-cell">
          <Shield state={describeOutcome(each).shield} />
          <span className={`tone-${statusTone[each.status] || "none"} nowrap`}>
            {each.reason_code === "not_me" ? "“Not me”" : statusLabel[each.status]}
          </span>
          {each.status === "pending" && <TimeLeft end={each.expires_at} />}
        </span>
      ),
    },
    {
      key: "channel",
      head: "By",
      cell: (each) => (
        <>
          <div className="clip">{channelLabel[each.channel]}</div>
          <div className="faint clip sent-to">
            <bdi>{each.sent_to}</bdi>
          </div>
        </>
      ),
    },
    {
      key: "ticket",
      head: "Ticket",
      className: "ticket clip",
      card: "none",
      cell: (each) => (each.ticket_id ? <bdi>{each.ticket_id}</bdi> : <span className="faint">none</span>),
    },
    {
      key: "leader",
      head: "Technician",
      className: "leader clip",
      cell: (each) => <bdi>{each.leader}</bdi>,
    },
    {
      key: "when",
      head: "When",
      className: "when soft",
      number: true,
      card: "end",
      cell: (each) => <When at={each.closed_at ?? each.opened_at} />,
    },
  ];
  return (
    <DataTable
      label={label}
      className="verification-table"
      columns={columns}
      rows={items}
      idOf={(each) => each.id}
      selected={selected}
      skeletonRows={6}
    />
  );
}
