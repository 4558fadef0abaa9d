import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import type { Company } from "../../api/types";
import { useContacts } from "../../api/useContacts";
import { useOpenContactsOf } from "../../session/useOpenContactsOf";
import { may, useSession } from "../../session/useSession";
import { count } from "../../ui/figures";
import { Name } from "../../ui/Name";
import { Skeleton } from "../../ui/Skeleton";
import { StatusChip } from "../personstatus/public";
import { ContactForm } from "./ContactForm";

/** As many as fit beside the list. */
const most = 8;

/** A company's first contacts by name, and a link to all of them. */
export function CompanyContacts({ company }: { company: Company }) {
  const query = useContacts({ text: "", company });
  const openContacts = useOpenContactsOf();
  const navigate = useNavigate();
  const mayAdd = may(useSession().data, "contacts:write");
  const [adding, setAdding] = useState(false);
  const people = query.data?.pages.flatMap((page) => page.items).slice(0, most);
  return (
    <section className="card" aria-labelledby="company-people">
      <div className="card-head">
        <h2 id="company-people">Contacts</h2>
        {company.contacts > 0 && (
          <Link to="/contacts" className="end soft" onClick={(event) => openContacts(company, event)}>
            Show all {count(company.contacts)}
          </Link>
        )}
      </div>
      {query.isError && !people ? (
        <LoadError query={query} />
      ) : !people ? (
        <div className="card-body">
          <Skeleton lines={4} />
        </div>
      ) : people.length === 0 ? (
        <div className="row card-body">
          <p className="soft grow">Nobody of this company is on file.</p>
          {mayAdd && (
            <button type="button" onClick={() => setAdding(true)}>
              Add contact
            </button>
          )}
        </div>
      ) : (
        <ul className="company-people">
          {people.map((contact) => (
            <li key={contact.id} className="row">
              <Link to="/contacts/$contactId" params={{ contactId: contact.id }} className="plain clip grow">
                <Name className="">{contact.name}</Name>
              </Link>
              <StatusChip contact={contact} />
            </li>
          ))}
          {company.contacts > people.length && (
            <li className="soft">and {count(company.contacts - people.length)} more</li>
          )}
        </ul>
      )}
      {adding && (
        <ContactForm
          company={company}
          onClose={() => setAdding(false)}
          onSaved={({ id }) => void navigate({ to: "/contacts/$contactId", params: { contactId: id } })}
        />
      )}
    </section>
  );
}
