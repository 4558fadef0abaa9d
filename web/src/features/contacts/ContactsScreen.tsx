import { useQueryClient } from "@tanstack/react-query";
import { Link, useMatch, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { useCompany } from "../../api/useCompanies";
import { useCall } from "../../session/CallContext";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { counted } from "../../ui/figures";
import { ListAndDetail } from "../../ui/ListAndDetail";
import { RemoveChip } from "../../ui/RemoveChip";
import { RowKeys } from "../../ui/RowKeys";
import { SearchBox } from "../../ui/SearchBox";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useDebounced } from "../../ui/useDebounced";
import { useTitle } from "../../ui/useTitle";
import { CompanyForm, CompanyPicker } from "../companies/public";
import { ContactDetail } from "./ContactDetail";
import { ContactForm } from "./ContactForm";
import "./contacts.css";
import { understood } from "../../api/contactSearch";
import { useContacts, useContactTotal } from "../../api/useContacts";
import { useSearch } from "../../session/ContactSearchContext";
import { Sources } from "../../ui/Sources";
import { ContactTable } from "./ContactTable";
import { ImportDialog } from "./ImportDialog";
import { totalWords } from "./labels";

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
  const [sheet, setSheet] = useState<"add" | "import" | "company">();
  const company = useCompany(filter.company?.id).data;
  const contacts = list.data?.pages.flatMap((page) => page.items);
  const total = useContactTotal().data?.total;
  const filtered = filter.text.trim() !== "" || filter.company !== undefined;
  const chip = understood(text);
  const mayWrite = may(session, "contacts:write");

  const { screen, close } = useCloseDetail(contactId, () => navigate({ to: "/contacts", search: true as never }));

  return (
    <ListAndDetail opened={contactId !== undefined} screen={screen}>
      <RowKeys className="list-side">
        <header className="screen-top">
          <SearchBox
            label="Find a person, number or e-mail"
            value={filter.text}
            onChange={(text) => setFilter({ ...filter, text })}
          />
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
              labelHidden
              label="Company"
              placeholder="Any company"
              value={filter.company}
              onChange={(company) => setFilter({ ...filter, company })}
            />
          </div>
          {filter.company && (
            <RemoveChip
              text={filter.company.name}
              label={`Remove the filter ${filter.company.name}`}
              onRemove={() => setFilter({ ...filter, company: undefined })}
            />
          )}
          {!company && (
            <span className="soft figure" role="status">
              {totalWords(filtered ? contacts?.length : undefined, list.hasNextPage, total)}
            </span>
          )}
          {company && <span className="soft">{counted(company.contacts, "contact")}</span>}
          {company && <Sources sources={company.sources} />}
          {ticket && (
            <RemoveChip
              text={`For ticket ${ticket.number}`}
              label={`No longer for ticket ${ticket.number}`}
              onRemove={() => setTicket(undefined)}
            />
          )}
          {company && mayWrite && (
            <button type="button" className="quiet" onClick={() => setSheet("company")}>
              Edit company
            </button>
          )}
          {chip && (
            <RemoveChip
              text={chip}
              label={`Remove the filter ${chip}`}
              onRemove={() => setFilter({ ...filter, text: "" })}
            />
          )}
        </div>
        <section className="card list-card" aria-label="Contacts">
          {list.isError && !contacts ? (
            <LoadError query={list} />
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
                    <div className="row wrap">
                      {may(session, "admin") && (
                        <Link className="button primary" to="/manage/connections/add">
                          Connect your PSA
                        </Link>
                      )}
                      <button type="button" onClick={() => setSheet("import")}>
                        Import a CSV
                      </button>
                    </div>
                  )
                }
              >
                Contacts are the people who call your desk. Your PSA brings them in by itself; a list can be imported,
                or the first one added by hand.
              </Empty>
            )
          ) : (
            <ContactTable
              contacts={contacts}
              selected={contactId}
              mayVerify={may(session, "verifications:write")}
              ofOneCompany={filter.company !== undefined}
              more={list.hasNextPage}
              loadingMore={list.isFetchingNextPage}
              onMore={() => {
                if (!list.isFetching) void list.fetchNextPage();
              }}
            />
          )}
        </section>
      </RowKeys>
      {contactId && <ContactDetail key={contactId} contactId={contactId} onClose={close} />}
      {sheet === "add" && (
        <ContactForm
          company={filter.company}
          onClose={() => setSheet(undefined)}
          onSaved={(contact) => {
            setSheet(undefined);
            void navigate({ to: "/contacts/$contactId", params: { contactId: contact.id }, search: true as never });
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
    </ListAndDetail>
  );
}
