import { useEffect, useState } from "react";
import { understood } from "../../api/contactSearch";
import { LoadError } from "../../api/LoadError";
import { personStatus } from "../../api/shields";
import { TellApart } from "../../api/TellApart";
import type { Ref } from "../../api/types";
import { useContacts } from "../../api/useContacts";
import { useNow } from "../../time/useNow";
import { Empty } from "../../ui/Empty";
import { Name } from "../../ui/Name";
import { useRowKeys } from "../../ui/RowKeys";
import { Shield } from "../../ui/Shield";
import { Skeleton } from "../../ui/Skeleton";
import { useDebounced } from "../../ui/useDebounced";

export interface Looking {
  search: string;
  /** Opens the only hit at once, because the host page gave an exact address or number. */
  openOnly: boolean;
  /** The company whose contacts are shown before anything is typed. */
  company?: Ref | undefined;
  /** Why a person has to be found first. */
  why?: { title: string; text: string } | undefined;
}

interface Props extends Looking {
  onChoose: (contactId: string) => void;
  onBack?: (() => void) | undefined;
}

/** Picks the person who is calling. */
export function ContactFinder({ search, openOnly, company, why, onChoose, onBack }: Props) {
  const [text, setText] = useState(search);
  const [everywhere, lookEverywhere] = useState(false);
  const within = everywhere ? undefined : company;
  const rested = useDebounced(text);
  const searching = rested.trim() !== "" || within !== undefined;
  const list = useContacts({ text: rested, company: within }, searching);
  const now = useNow();
  const onKeyDown = useRowKeys();
  const found = searching ? list.data?.pages.flatMap((page) => page.items) : undefined;
  const only = openOnly && text === search && found?.length === 1 ? found[0]?.id : undefined;
  useEffect(() => {
    if (only) onChoose(only);
  }, [only, onChoose]);

  return (
    <main className="pod" onKeyDown={onKeyDown}>
      <div className="row">
        {onBack && (
          <button type="button" className="quiet icon" aria-label="Back" onClick={onBack}>
            ←
          </button>
        )}
        <h1>Who is calling?</h1>
      </div>
      {why && (
        <section className="pod-why" role="status">
          <strong>{why.title}.</strong> <span>{why.text}</span>
        </section>
      )}
      <label>
        <span className="hidden-text">Find a person, number or e-mail</span>
        <input
          type="search"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          placeholder="Name, number or e-mail"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {understood(rested) && <p className="soft">{understood(rested)}</p>}
      {within && (
        <p className="row soft">
          <span className="grow clip">
            People of <bdi>{within.name}</bdi>
          </span>
          <button type="button" className="quiet small" onClick={() => lookEverywhere(true)}>
            Look everywhere
          </button>
        </p>
      )}
      {searching && list.isPending && (
        <section className="card card-body">
          <Skeleton lines={4} />
        </section>
      )}
      {list.isError && (
        <section className="card">
          <LoadError query={list} />
        </section>
      )}
      {!searching && (
        <p className="soft">Type the beginning of a name, the last four figures of a number, or an e-mail address.</p>
      )}
      {found?.length === 0 && (
        <section className="card">
          <Empty title="Nobody fits">
            Check the spelling, or add the person in the console first. Never verify a caller by a number they give you.
          </Empty>
        </section>
      )}
      {found && found.length > 0 && (
        <ul className="card finder">
          {found.map((contact) => (
            <li key={contact.id}>
              <button type="button" data-row="" onClick={() => onChoose(contact.id)}>
                <Shield state={personStatus(contact, now).state} />
                <span className="grow">
                  <Name strong>{contact.name}</Name>
                  <span className="faint clip">
                    {contact.denied && (
                      <>
                        <strong className="tone-bad">Denied</strong> ·{" "}
                      </>
                    )}
                    {!within && <bdi>{contact.company.name}</bdi>}
                  </span>
                  <span className="faint clip">
                    <TellApart contact={contact} among={found} now={now} />
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && searching && <p className="soft">There are more. Type a little more of the name.</p>}
    </main>
  );
}
