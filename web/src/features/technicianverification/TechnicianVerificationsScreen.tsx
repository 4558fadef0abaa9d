import { useMatch, useNavigate } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";
import { ListAndDetail } from "../../ui/ListAndDetail";
import { MoreButton } from "../../ui/MoreButton";
import { RowKeys } from "../../ui/RowKeys";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useTitle } from "../../ui/useTitle";
import { TechnicianVerificationDetail } from "./TechnicianVerificationDetail";
import "./technicianverification.css";
import { TechnicianVerificationTable } from "./TechnicianVerificationTable";
import {
  useClosedTechnicianVerifications,
  useConfirmWord,
  useOpenTechnicianVerifications,
} from "./useTechnicianVerifications";

type Filter = "open" | "closed";

/** Technician verifications: clients who ask whether the person on the phone belongs to this desk. */
export function TechnicianVerificationsScreen() {
  const technicianVerificationId = useMatch({
    from: "/desk/verifications/they-verify-us/$technicianVerificationId",
    shouldThrow: false,
  })?.params.technicianVerificationId;
  const navigate = useNavigate();
  const [{ show }, setFilters] = useFilters("show");
  const filter: Filter = show === "closed" ? "closed" : "open";
  const open = useOpenTechnicianVerifications();
  const closed = useClosedTechnicianVerifications(filter === "closed");
  const word = useConfirmWord();
  useTitle("They verify us");
  const ended = closed.data?.pages.flatMap((page) => page.items);
  const filters: { value: Filter; label: string }[] = [
    { value: "open", label: "Waiting and taken up" },
    { value: "closed", label: "Closed" },
  ];

  const { screen, close } = useCloseDetail(technicianVerificationId, () =>
    navigate({ to: "/verifications/they-verify-us", search: true as never }),
  );

  return (
    <ListAndDetail opened={technicianVerificationId !== undefined} screen={screen}>
      <RowKeys className="list-side">
        <div className="row wrap screen-top">
          <h1>They verify us</h1>
          <FilterChips
            filters={filters}
            value={filter}
            onChange={(show) => setFilters({ show: show === "open" ? undefined : show })}
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
      </RowKeys>
      {technicianVerificationId && (
        <TechnicianVerificationDetail key={technicianVerificationId} id={technicianVerificationId} onClose={close} />
      )}
    </ListAndDetail>
  );
}
