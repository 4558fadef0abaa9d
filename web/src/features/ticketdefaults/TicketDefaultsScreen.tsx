import { Link, useMatch } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { Empty } from "../../ui/Empty";
import { useRowKeys } from "../../ui/RowKeys";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { useIntegrations, usePSAKinds } from "../integrations/public";
import { CheckChip } from "./CheckOutcome";
import { TicketDefaultForm } from "./TicketDefaultForm";
import { useTicketDefaults } from "./useTicketDefaults";

/** With which fields new tickets begin, a profile for each kind of work. */
export function TicketDefaultsScreen() {
  useTitle("Ticket defaults");
  const chosen = useMatch({ from: "/desk/manage/ticket-defaults/$ticketDefaultId", shouldThrow: false })?.params
    .ticketDefaultId;
  const list = useTicketDefaults();
  const integrations = useIntegrations();
  const kinds = usePSAKinds();
  const onKeyDown = useRowKeys();
  const failed = [list, integrations, kinds].find((each) => each.isError && !each.data);
  const items = list.data?.items;
  const profile = items?.find((each) => each.id === chosen);
  const ready = items && integrations.data && kinds.data;
  return (
    <div className="screen">
      <header>
        <h1 className="grow">Ticket defaults</h1>
        {integrations.data && integrations.data.items.length > 0 && (
          <Link
            to="/manage/ticket-defaults/$ticketDefaultId"
            params={{ ticketDefaultId: "new" }}
            className="button primary"
          >
            Add a profile
          </Link>
        )}
      </header>
      <p className="screen-says">
        With what a new ticket begins when a client writes in. A profile is tried out with a real ticket before it is
        needed.
      </p>
      {failed ? (
        <div className="card">
          <LoadError query={failed} />
        </div>
      ) : !ready ? (
        <div className="card pad">
          <Skeleton lines={8} />
        </div>
      ) : integrations.data.items.length === 0 ? (
        <div className="card">
          <Empty
            title="No PSA is connected yet"
            action={
              <Link to="/manage/connections/add" className="button primary">
                Connect a PSA
              </Link>
            }
          >
            A profile is made of the PSA's own boards, statuses and priorities.
          </Empty>
        </div>
      ) : (
        <div className="side-by-side">
          <nav className="stack" aria-label="Profiles" onKeyDown={onKeyDown}>
            {items.length > 0 && (
              <ul className="card side-list">
                {items.map((each) => (
                  <li key={each.id}>
                    <Link
                      to="/manage/ticket-defaults/$ticketDefaultId"
                      params={{ ticketDefaultId: each.id }}
                      data-row=""
                    >
                      <span className="clip grow">{each.name}</span>
                      <CheckChip status={each.status} />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
            {items.length === 0 && (
              <p className="soft">No profile yet. SMS channels without one use what is set at the channel.</p>
            )}
          </nav>
          {chosen === "new" ? (
            <TicketDefaultForm
              key="new"
              profile={undefined}
              integrations={integrations.data.items}
              kinds={kinds.data.items}
            />
          ) : profile ? (
            <TicketDefaultForm
              key={profile.id}
              profile={profile}
              integrations={integrations.data.items}
              kinds={kinds.data.items}
            />
          ) : (
            <div className="card">
              <Empty
                title={
                  chosen
                    ? "This profile is not here any more"
                    : items.length > 0
                      ? "Choose a profile"
                      : "Add the first profile"
                }
              >
                {chosen
                  ? "Somebody archived it, or the link is old."
                  : "Each says on which board a ticket opens, with which status, type and priority."}
              </Empty>
            </div>
          )}
        </div>
      )}
    </div>
  );
}
