import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { MoreButton } from "../../ui/MoreButton";
import { SenderTable } from "./SenderTable";
import "./technicianverification.css";
import { useUnknownSenders } from "./useUnknownSenders";

/** Mails in the name of people on file that proved no sender. Shown while there are any. */
export function UnprovenMails() {
  const list = useUnknownSenders("unproven");
  const items = list.data?.pages.flatMap((page) => page.items);
  if (!list.isError && !items?.length) return null;
  return (
    <section className="stack" aria-labelledby="unproven">
      <h2 id="unproven">Unproven mails</h2>
      <p className="soft">
        These came in the name of somebody on file and prove no sender: anybody can have written them. They got no
        answer. Ask the person on the number that is on file.
      </p>
      <div className="card list-card">
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : (
          <SenderTable
            label="Unproven mails"
            items={items}
            actions={(mail) =>
              mail.contacts.map((contact) => (
                <Link key={contact.id} to="/contacts/$contactId" params={{ contactId: contact.id }}>
                  <bdi>{contact.name}</bdi>
                </Link>
              ))
            }
          />
        )}
        <MoreButton list={list} />
      </div>
    </section>
  );
}
