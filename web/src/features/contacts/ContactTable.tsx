import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Contact } from "../../api/types";
import { SkeletonRows } from "../../ui/Skeleton";
import { ShieldCell } from "./ShieldCell";

interface Props {
  contacts: Contact[] | undefined;
  selected: string | undefined;
  mayVerify: boolean;
  more: boolean;
  loadingMore: boolean;
  onMore: () => void;
}

export function ContactTable({ contacts, selected, mayVerify, more, loadingMore, onMore }: Props) {
  const end = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const loaded = contacts !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the selected row scrolls into sight when it is chosen or loaded
  useEffect(() => {
    body.current?.querySelector("tr.on")?.scrollIntoView({ block: "nearest" });
  }, [selected, loaded]);
  const load = useRef(onMore);
  load.current = onMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list pushes the mark down, so it is watched anew
  useEffect(() => {
    const mark = end.current;
    if (!mark || !more) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) load.current();
      },
      { rootMargin: "400px" },
    );
    watcher.observe(mark);
    return () => watcher.disconnect();
  }, [more, contacts?.length]);

  return (
    <>
      <table className="list-table" aria-busy={!contacts}>
        <thead>
          <tr>
            <th>Person</th>
            <th>Mobile</th>
            <th className="phone">Phone</th>
            <th>E-mail</th>
            <th>
              <span className="hidden-text">Action</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {!contacts && <SkeletonRows rows={10} columns={5} />}
          {contacts?.map((contact) => (
            <tr key={contact.id} className={contact.id === selected ? "on" : undefined}>
              <td>
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: contact.id }}
                  className="plain row-link"
                  data-row={contact.id}
                  aria-current={contact.id === selected ? "true" : undefined}
                >
                  <strong className="clip">{contact.name}</strong>
                  <span className="faint clip">
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
                    {contact.company.name}
                  </span>
                </Link>
              </td>
              <td>
                <ShieldCell contact={contact} kind="mobile" />
              </td>
              <td className="phone">
                <ShieldCell contact={contact} kind="phone" />
              </td>
              <td>
                <ShieldCell contact={contact} kind="email" />
              </td>
              <td className="number">
                {mayVerify && (
                  <Link
                    to="/contacts/$contactId"
                    params={{ contactId: contact.id }}
                    state={{ verify: true }}
                    className="button"
                    tabIndex={-1}
                    aria-label={`${verb(contact)} ${contact.name}`}
                  >
                    {verb(contact)}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div ref={end} />
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

const verb = (contact: Contact): string => (contact.open_verification_id ? "Open" : "Verify");
