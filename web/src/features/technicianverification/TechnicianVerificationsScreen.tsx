import { useMatch, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { FilterChips } from "../../ui/FilterChips";
import { ListAndDetail } from "../../ui/ListAndDetail";
import { MoreButton } from "../../ui/MoreButton";
import { RowKeys } from "../../ui/RowKeys";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useTitle } from "../../ui/useTitle";
import { TechnicianVerificationDetail } from "./TechnicianVerificationDetail";
import "./technicianverification.css";
import { TechnicianVerificationTable } from "./TechnicianVerificationTable";
import { UnknownSenders } from "./UnknownSenders";
import {
  useClosedTechnicianVerifications,
  useConfirmWord,
  useOpenTechnicianVerifications,
} from "./useTechnicianVerifications";

type Filter = "open" | "closed" | "unknown";

/** Technician verifications: clients who ask whether the person on the phone belongs to this desk. */
export function TechnicianVerificationsScreen() {
  const technicianVerificationId = useMatch({ from: "/desk/requests/$technicianVerificationId", shouldThrow: false })
    ?.params.technicianVerificationId;
  const navigate = useNavigate();
  const admin = may(useSession().data, "admin");
  const [filter, setFilter] = useState<Filter>("open");
  const open = useOpenTechnicianVerifications();
  const closed = useClosedTechnicianVerifications(filter === "closed");
  const word = useConfirmWord();
  useTitle("Requests");
  const ended = closed.data?.pages.flatMap((page) => page.items);
  const filters: { value: Filter; label: string }[] = [
    { value: "open", label: "Waiting and taken up" },
    { value: "closed", label: "Closed" },
    ...(admin ? [{ value: "unknown" as const, label: "Unknown senders" }] : []),
  ];

  const { screen, close } = useCloseDetail(technicianVerificationId, () => navigate({ to: "/requests" }));

  return (
    <ListAndDetail opened={technicianVerificationId !== undefined} screen={screen}>
      <RowKeys className="list-side">
        <div className="row wrap screen-top">
          <h1>Requests</h1>
          <FilterChips
            filters={filters}
            value={filter}
            onChange={setFilter}
            note={(filter) =>
              filter === "open" &&
              open.data &&
              open.data.items.length > 0 && <span className="figure">{open.data.items.length}</span>
            }
          />
        </div>
        {filter === "open" && (
          <section className="stack" aria-label="Waiting and taken up">
            <div className="card list-card">
              {open.isError && !open.data ? (
                <LoadError query={open} />
              ) : open.data?.items.length === 0 ? (
                <Empty title="Nobody is asking">
                  A client who doubts that a caller is really yours writes to you. They get a code, you read it to them,
                  and they reply {word}. A request shows here the moment it comes.
                </Empty>
              ) : (
                <TechnicianVerificationTable
                  label="Waiting and taken up"
                  items={open.data?.items}
                  selected={technicianVerificationId}
                />
              )}
            </div>
          </section>
        )}
        {filter === "closed" && (
          <section aria-label="Closed" className="card list-card">
            {closed.isError && !ended ? (
              <LoadError query={closed} />
            ) : ended?.length === 0 && !closed.hasNextPage ? (
              <Empty title="No request has ended yet">Confirmed, denied and run-out requests stay here.</Empty>
            ) : (
              <TechnicianVerificationTable label="Closed" items={ended} selected={technicianVerificationId} />
            )}
            <MoreButton list={closed} />
          </section>
        )}
        {filter === "unknown" && <UnknownSenders />}
      </RowKeys>
      {technicianVerificationId && (
        <TechnicianVerificationDetail key={technicianVerificationId} id={technicianVerificationId} onClose={close} />
      )}
    </ListAndDetail>
  );
}
