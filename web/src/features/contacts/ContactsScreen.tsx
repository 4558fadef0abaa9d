import { useQueryClient } from "@tanstack/react-query";
import { useMatch, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { keys } from "../../api/queries";
import { useCall } from "../../session/CallContext";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { LoadError } from "../../api/LoadError";
import { useDebounced } from "../../ui/useDebounced";
import { useRowKeys } from "../../ui/useRowKeys";
import { useTitle } from "../../ui/useTitle";
import { CompanyForm } from "../companies/CompanyForm";
import { CompanyPicker } from "../companies/CompanyPicker";
import { useCompany } from "../../api/useCompanies";
import { ContactDetail } from "./ContactDetail";
import { ContactForm } from "./ContactForm";
import "./contacts.css";
import { understood } from "../../api/contactSearch";
import { useContacts } from "../../api/useContacts";
import { useSearch } from "../../session/ContactSearchContext";
import { ContactTable } from "./ContactTable";
import { ImportDialog } from "./ImportDialog";
import { Sources } from "../../ui/Sources";

/** One list, one person beside it. On a narrow screen the person takes the list's place. */
export function ContactsScreen() {
  useTitle("Contacts");
  const contactId = useMatch({ from: "/desk/contacts/$contactId", shouldThrow: false })?.params.contactId;
  const navigate = useNavigate();
  const client = useQueryClient();
  const session = useSession().data;
  const { filter, setFilter } = useSearch();
  const { ticket, setTicket } = useCall();
  const text = useDebounced(filter.text);
  const list = useContacts({ text, company: filter.company });
  const onKeyDown = useRowKeys();
  const screen = useRef<HTMLDivElement>(null);
  const [sheet, setSheet] = useState<"add" | "import" | "company">();
  const company = useCompany(filter.company?.id).data;
  const contacts = list.data?.pages.flatMap((page) => page.items);
  const filtered = filter.text.trim() !== "" || filter.company !== undefined;
  const chip = understood(text);
  const mayWrite = may(session, "contacts:write");

  const close = async () => {
    const row = contactId;
    await navigate({ to: "/contacts" });
    requestAnimationFrame(() =>
      screen.current?.querySelector<HTMLElement>(row ? `[data-row][href$="${row}"]` : "[data-row]")?.focus(),
    );
  };
  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape" && contactId && !event.defaultPrevented && !document.querySelector("dialog[open]"))
        void close();
    };
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  });

  return (
    <div className={`contacts${contactId ? " with-person" : ""}`} ref={screen}>
      <div className="list-side" onKeyDown={onKeyDown}>
        <header className="screen-top">
          <label className="search">
            <span className="hidden-text">Find a person, number or e-mail</span>
            <input
              type="search"
              data-search=""
              placeholder="Find a person, number or e-mail"
              autoComplete="off"
              spellCheck={false}
              maxLength={100}
              value={filter.text}
              onChange={(event) => setFilter({ ...filter, text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === "Escape" && filter.text) {
                  event.preventDefault();
                  setFilter({ ...filter, text: "" });
                }
              }}
            />
            <kbd aria-hidden="true">/</kbd>
          </label>
          {mayWrite && (
            <div className="row end">
              <button type="button" onClick={() => setSheet("import")}>
                Import
              </button>
              <button type="button" className="primary" onClick={() => setSheet("add")}>
                Add contact
              </button>
            </div>
          )}
        </header>
        <div className="row wrap screen-head">
          <h1>Contacts</h1>
          <div className="company-filter">
            <CompanyPicker
              bare
              label="Company"
              placeholder="Any company"
              value={filter.company}
              onChange={(company) => setFilter({ ...filter, company })}
            />
          </div>
          {filter.company && (
            <button
              type="button"
              className="chip info"
              onClick={() => setFilter({ ...filter, company: undefined })}
              aria-label={`Remove the filter ${filter.company.name}`}
            >
              {filter.company.name}{" "}
              <span className="x" aria-hidden="true">
                ×
              </span>
            </button>
          )}
          {company && <Sources sources={company.sources} />}
          {ticket && (
            <button
              type="button"
              className="chip info"
              onClick={() => setTicket(undefined)}
              aria-label={`No longer for ticket ${ticket.number}`}
            >
              For ticket {ticket.number}{" "}
              <span className="x" aria-hidden="true">
                ×
              </span>
            </button>
          )}
          {company && mayWrite && (
            <button type="button" className="quiet" onClick={() => setSheet("company")}>
              Edit company
            </button>
          )}
          {chip && (
            <button
              type="button"
              className="chip info"
              onClick={() => setFilter({ ...filter, text: "" })}
              aria-label={`Remove the filter ${chip}`}
            >
              {chip}{" "}
              <span className="x" aria-hidden="true">
                ×
              </span>
            </button>
          )}
        </div>
        <section className="card list-card" aria-label="Contacts">
          {list.isError && !contacts ? (
            <LoadError error={list.error} retry={() => void list.refetch()} />
          ) : contacts?.length === 0 ? (
            filtered ? (
              <Empty
                title="Nobody fits"
                action={
                  <button type="button" onClick={() => setFilter({ text: "", company: undefined })}>
                    Show everybody
                  </button>
                }
              >
                Try the beginning of a first or last name, the last four figures of a number, or an e-mail domain.
              </Empty>
            ) : (
              <Empty
                title="Nobody here yet"
                action={
                  mayWrite && (
                    <button type="button" className="primary" onClick={() => setSheet("import")}>
                      Import a CSV
                    </button>
                  )
                }
              >
                Contacts are the people who call your desk. Import a list or add the first one by hand.
              </Empty>
            )
          ) : (
            <ContactTable
              contacts={contacts}
              selected={contactId}
              mayVerify={may(session, "verifications:write")}
              more={list.hasNextPage}
              loadingMore={list.isFetchingNextPage}
              onMore={() => {
                if (!list.isFetching) void list.fetchNextPage();
              }}
            />
          )}
        </section>
      </div>
      {contactId && <ContactDetail key={contactId} contactId={contactId} onClose={() => void close()} />}
      {sheet === "add" && (
        <ContactForm
          company={filter.company}
          onClose={() => setSheet(undefined)}
          onSaved={(contact) => {
            setSheet(undefined);
            void navigate({ to: "/contacts/$contactId", params: { contactId: contact.id } });
          }}
        />
      )}
      {sheet === "company" && company && (
        <CompanyForm
          company={company}
          name={company.name}
          onClose={() => setSheet(undefined)}
          onSaved={(saved) => {
            setSheet(undefined);
            setFilter({ ...filter, company: { id: saved.id, name: saved.name } });
            void client.invalidateQueries({ queryKey: keys.contacts });
          }}
        />
      )}
      {sheet === "import" && <ImportDialog onClose={() => setSheet(undefined)} />}
    </div>
  );
}
