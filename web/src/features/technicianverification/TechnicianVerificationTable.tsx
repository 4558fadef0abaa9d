import { Link } from "@tanstack/react-router";
import type { TechnicianVerification } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";
import { Masked } from "../../ui/Masked";
import { Name } from "../../ui/Name";
import { Shield } from "../../ui/Shield";
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
  const columns: Column<TechnicianVerification>[] = [
    {
      key: "who",
      head: "Who asks",
      card: "title",
      cell: (each) => (
        <Link
          to="/verifications/they-verify-us/$technicianVerificationId"
          search={true as never}
          params={{ technicianVerificationId: each.id }}
          className="plain row-link"
          data-row={each.id}
          aria-current={each.id === selected ? "true" : undefined}
        >
          <Name strong>{whoAsked(each)}</Name>
          <Name className="faint clip">{companiesOf(each)}</Name>
        </Link>
      ),
    },
    {
      key: "status",
      head: "Status",
      className: "status",
      cell: (each) => {
        const { label: word, tone, shield } = standing[each.status];
        return (
          <span className="shield-cell">
            <Shield state={shield} />
            <span className={`tone-${tone || "none"} nowrap`}>{word}</span>
            {isOpen(each) && <TimeLeft end={each.expires_at} />}
          </span>
        );
      },
    },
    {
      key: "from",
      head: "From",
      className: "from",
      cell: (each) => (
        <>
          <div>{transportLabel[each.transport]}</div>
          <div className="faint clip">
            <Masked>{each.masked}</Masked>
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
      key: "technician",
      head: "Technician",
      className: "leader clip",
      cell: (each) => (each.claimed_by ? <bdi>{each.claimed_by}</bdi> : <span className="faint">nobody yet</span>),
    },
    {
      key: "when",
      head: "When",
      className: "when soft",
      number: true,
      card: "end",
      cell: (each) => <When at={each.closed_at ?? each.at} />,
    },
  ];
  return (
    <DataTable
      label={label}
      className="technician-verification-table"
      columns={columns}
      rows={items}
      idOf={(each) => each.id}
      selected={selected}
      skeletonRows={4}
      rowClass={(each) => (each.status === "waiting" ? "calls" : undefined)}
    />
  );
}
