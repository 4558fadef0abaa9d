import { Link, useMatch, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import { asProblem } from "../../api/problem";
import type { Ticket } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";
import { ListAndDetail } from "../../ui/ListAndDetail";
import { RowKeys } from "../../ui/RowKeys";
import { SearchBox } from "../../ui/SearchBox";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useDebounced } from "../../ui/useDebounced";
import { useTitle } from "../../ui/useTitle";
import { useIntegrations } from "../integrations/public";
import { PSABanner } from "./PSABanner";
import { TextContact } from "./TextContact";
import { TicketDetail } from "./TicketDetail";
import "./tickets.css";
import { TicketTable } from "./TicketTable";
import { mostTickets, type TicketFilter, useTickets } from "./useTickets";
import { WritesDialog } from "./WritesDialog";

const statusFilters = [
  { value: "open", label: "Open" },
  { value: "all", label: "Closed too" },
] as const;

type Sheet = { kind: "text" | "writes"; ticket: Ticket };

/** The PSA's tickets as they are now, and beside them the person of one. */
export function TicketsScreen() {
  useTitle("Tickets");
  const opened = useMatch({ from: "/desk/tickets/$ticketId", shouldThrow: false });
  const ticketId = opened?.params.ticketId;
  const navigate = useNavigate();
  const session = useSession().data;
  const [{ status, psa }, setFilters] = useFilters("status", "psa");
  const [text, setText] = useState("");
  const filter: TicketFilter = { text, status: status === "all" ? "all" : "open", integrationId: psa };
  const [sheet, setSheet] = useState<Sheet>();
  const integrations = useIntegrations();
  const connected = integrations.data?.items.filter((each) => each.enabled) ?? [];
  const none = integrations.isSuccess && connected.length === 0;
  const list = useTickets({ ...filter, text: useDebounced(filter.text, 350) }, !none);
  const items = list.data?.items;
  const unavailable = list.isError && asProblem(list.error).code === "psa_unavailable";

  const { screen, close } = useCloseDetail(ticketId, () =>
    navigate({ to: "/tickets", search: ({ integration: _, ...rest }: Record<string, unknown>) => rest as never }),
  );

  return (
    <ListAndDetail opened={ticketId !== undefined} screen={screen}>
      <RowKeys className="list-side">
        <header className="screen-top">
          <SearchBox
            label="Find a ticket by its number or words of its summary"
            placeholder="Find a ticket: number or words"
            maxLength={200}
            value={filter.text}
            onChange={setText}
          />
        </header>
        <div className="row wrap screen-head">
          <h1>Tickets</h1>
          <FilterChips
            filters={statusFilters}
            value={filter.status}
            onChange={(status) => setFilters({ status: status === "open" ? undefined : status })}
          />
          {connected.length > 1 && (
            <select
              className="of-integration"
              aria-label="From which PSA"
              value={filter.integrationId ?? connected[0]?.id}
              onChange={(event) => setFilters({ psa: event.target.value })}
            >
              {connected.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          )}
        </div>
        {unavailable && (
          <PSABanner
            error={list.error}
            connection={connected.find((each) => each.id === (filter.integrationId ?? connected[0]?.id))}
            busy={list.isFetching}
            retry={() => void list.refetch()}
          />
        )}
        <section className="card list-card" aria-label="Tickets">
          {none ? (
            <Empty
              title="No PSA is connected"
              action={
                may(session, "admin") && (
                  <Link to="/manage/connections/add" className="button primary">
                    Connect a PSA
                  </Link>
                )
              }
            >
              Tickets come from your PSA.{" "}
              {may(session, "admin") ? "Connect it, and they show here." : "Ask an admin to connect it."}
            </Empty>
          ) : unavailable && !items ? (
            <Empty title="No tickets to show right now">
              They are safe in the PSA. You can verify people under Contacts all the while.
            </Empty>
          ) : list.isError && !items ? (
            <LoadError query={list} />
          ) : items?.length === 0 ? (
            filter.text.trim() || filter.status === "open" ? (
              <Empty
                title={filter.text.trim() ? "No ticket fits" : "No open tickets"}
                action={
                  filter.status === "open" && (
                    <button type="button" onClick={() => setFilters({ status: "all" })}>
                      Look among closed ones too
                    </button>
                  )
                }
              >
                {filter.text.trim()
                  ? "Try its number, or a word of its summary."
                  : "Everything is done, or not yet in the PSA."}
              </Empty>
            ) : (
              <Empty title="No tickets yet">The PSA has none.</Empty>
            )
          ) : (
            <TicketTable
              items={items}
              selected={ticketId}
              stale={list.isPlaceholderData}
              onText={(ticket) => setSheet({ kind: "text", ticket })}
              onWrites={(ticket) => setSheet({ kind: "writes", ticket })}
            />
          )}
          {items && items.length >= mostTickets && (
            <p className="soft list-more">The newest {mostTickets}. Search to find an older one.</p>
          )}
        </section>
      </RowKeys>
      {opened && ticketId && (
        <TicketDetail
          key={ticketId}
          id={ticketId}
          integrationId={opened.search.integration}
          listAway={unavailable}
          onClose={close}
        />
      )}
      {sheet?.kind === "writes" && <WritesDialog ticket={sheet.ticket} onClose={() => setSheet(undefined)} />}
      {sheet?.kind === "text" && <TextContact ticket={sheet.ticket} onClose={() => setSheet(undefined)} />}
    </ListAndDetail>
  );
}
