import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LoadError } from "../../api/LoadError";
import { MoreButton } from "../../ui/MoreButton";
import { SenderTable } from "./SenderTable";
import "./technicianverification.css";
import { useUnknownSenders } from "./useUnknownSenders";

interface Props {
  which: "unproven" | "unheard";
  title: string;
  /** Why the messages are here, and what to do. */
  children: ReactNode;
}

/** Messages under the name of people on file that started nothing, each with the way to the person. Shown while there are any. */
export function MessagesOfPeople({ which, title, children }: Props) {
  const list = useUnknownSenders(which);
  const items = list.data?.pages.flatMap((page) => page.items);
  if (!list.isError && !items?.length) return null;
  return (
    <section className="stack" aria-labelledby={which}>
      <h2 id={which}>{title}</h2>
      <p className="soft">{children}</p>
      <div className="card list-card">
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : (
          <SenderTable
            label={title}
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
