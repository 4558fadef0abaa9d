import { Link, useNavigate } from "@tanstack/react-router";
import { companiesOfNamesakes, TellApart } from "../../api/TellApart";
import type { Contact } from "../../api/types";
import { useNow } from "../../time/useNow";
import { byKey } from "../../ui/byKey";
import { type Column, DataTable } from "../../ui/DataTable";
import { Name } from "../../ui/Name";
import { ShieldCell } from "./ShieldCell";

interface Props {
  contacts: Contact[] | undefined;
  selected: string | undefined;
  mayVerify: boolean;
  /** The list is of one company, which then is not said in each row. */
  ofOneCompany: boolean;
  more: boolean;
  loadingMore: boolean;
  onMore: () => void;
}

/** Contacts as rows; the next page is loaded when the end of the list comes near. */
export function ContactTable({ contacts, selected, mayVerify, ofOneCompany, more, loadingMore, onMore }: Props) {
  const now = useNow();
  const columns: Column<Contact>[] = [
    {
      key: "name",
      head: "Person",
      card: "title",
      cell: (contact) => (
        <Person contact={contact} selected={selected} among={contacts} ofOneCompany={ofOneCompany} now={now} />
      ),
    },
    { key: "mobile", head: "Mobile", cell: (contact) => <ShieldCell contact={contact} kind="mobile" /> },
    {
      key: "phone",
      head: "Phone",
      className: "phone",
      card: "none",
      cell: (contact) => <ShieldCell contact={contact} kind="phone" />,
    },
    { key: "email", head: "E-mail", cell: (contact) => <ShieldCell contact={contact} kind="email" /> },
    {
      key: "verify",
      head: <span className="hidden-text">Action</span>,
      number: true,
      card: "end",
      cell: (contact) =>
        mayVerify && (
          <Link
            to="/contacts/$contactId"
            params={{ contactId: contact.id }}
            search={true as never}
            state={{ verify: true }}
            className="button"
            tabIndex={-1}
            data-verify=""
            aria-label={`${verb(contact)} ${contact.name}`}
          >
            {verb(contact)}
          </Link>
        ),
    },
  ];
  return (
    <>
      <DataTable
        label="Contacts"
        columns={columns}
        rows={contacts}
        idOf={(contact) => contact.id}
        selected={selected}
        skeletonRows={10}
        onEnd={more ? onMore : undefined}
      />
      {more && (
        <div className="list-more">
          <button type="button" className="quiet" disabled={loadingMore} onClick={onMore}>
            {loadingMore ? "Loading" : "More"}
          </button>
        </div>
      )}
    </>
  );
}

interface PersonProps {
  contact: Contact;
  selected: string | undefined;
  among: Contact[] | undefined;
  ofOneCompany: boolean;
  now: number;
}

function Person({ contact, selected, among, ofOneCompany, now }: PersonProps) {
  const navigate = useNavigate();
  const elsewhere = companiesOfNamesakes(contact, among ?? []);
  return (
    <Link
      to="/contacts/$contactId"
      params={{ contactId: contact.id }}
      search={true as never}
      className="plain row-link"
      data-row={contact.id}
      aria-current={contact.id === selected ? "true" : undefined}
      onClick={(event) => {
        // Whoever opens a person by key is led to the first way to verify them, not to the heading far above it.
        if (!byKey(event)) return;
        event.preventDefault();
        void navigate({
          to: "/contacts/$contactId",
          params: { contactId: contact.id },
          search: true as never,
          state: { verify: true },
        });
      }}
    >
      <Name strong>{contact.name}</Name>
      <span className="faint clip" title={contact.company.name}>
        {contact.denied && (
          <>
            <strong className="tone-bad">Denied</strong> ·{" "}
          </>
        )}
        {contact.inactive_since && (
          <>
            <span className="tone-warn">Not active</span> ·{" "}
          </>
        )}
        {ofOneCompany ? (
          <TellApart contact={contact} among={among} now={now} />
        ) : (
          <>
            <bdi>{contact.company.name}</bdi>
            {elsewhere.length > 0 && (
              <>
                {" "}
                · also at <bdi>{elsewhere.join(", ")}</bdi>
              </>
            )}
          </>
        )}
      </span>
    </Link>
  );
}

const verb = (contact: Contact): string => (contact.open_verification_id ? "Open" : "Verify");
