import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { MoreButton } from "../../ui/MoreButton";
import { SenderTable } from "./SenderTable";
import "./technicianverification.css";
import { useUnknownSenders } from "./useUnknownSenders";

/** Messages of people on file that nothing waited for, as where only technicians begin conversations. Shown while there are any. */
export function UnheardMessages() {
  const list = useUnknownSenders("unheard");
  const items = list.data?.pages.flatMap((page) => page.items);
  if (!list.isError && !items?.length) return null;
  return (
    <section className="stack" aria-labelledby="unheard">
      <h2 id="unheard">Unheard messages</h2>
      <p className="soft">
        These came from people on file while nothing waited for them: your channel may let only technicians begin, or it
        was a mail. They got no answer. Open the person to write to them.
      </p>
      <div className="card list-card">
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : (
          <SenderTable
            label="Unheard messages"
            items={items}
            actions={(message) =>
              message.contacts.map((contact) => (
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
