import { useMatch, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import "../contacts/contacts.css";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { LoadError } from "../../api/LoadError";
import { useDebounced } from "../../ui/useDebounced";
import { useRowKeys } from "../../ui/useRowKeys";
import { useTitle } from "../../ui/useTitle";
import { usePolicies } from "../../api/usePolicies";
import "../verification/verifications.css";
import "./companies.css";
import { CompanyDetail } from "./CompanyDetail";
import { CompanyForm } from "./CompanyForm";
import { CompanyTable } from "./CompanyTable";
import { useCompanyPages } from "./useCompanyPages";

/** The client companies, and one beside them. On a narrow screen it takes the list's place. */
export function CompaniesScreen() {
  useTitle("Companies");
  const companyId = useMatch({ from: "/desk/companies/$companyId", shouldThrow: false })?.params.companyId;
  const navigate = useNavigate();
  const session = useSession().data;
  const [typed, setTyped] = useState("");
  const text = useDebounced(typed).trim();
  const list = useCompanyPages(text);
  const policies = usePolicies().data?.items;
  const [adding, setAdding] = useState<string>();
  const screen = useRef<HTMLDivElement>(null);
  const onKeyDown = useRowKeys();
  const items = list.data?.pages.flatMap((page) => page.items);
  const limited = session?.user.limited ?? false;
  const mayAdd = may(session, "contacts:write") && !limited;

  const close = async () => {
    const row = companyId;
    await navigate({ to: "/companies" });
    requestAnimationFrame(() =>
      (
        screen.current?.querySelector<HTMLElement>(`[data-row][href$="${row}"]`) ??
        screen.current?.querySelector<HTMLElement>("[data-row]")
      )?.focus(),
    );
  };
  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape" && companyId && !event.defaultPrevented && !document.querySelector("dialog[open]"))
        void close();
    };
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  });

  return (
    <div className={`contacts${companyId ? " with-person" : ""}`} ref={screen}>
      <div className="list-side" onKeyDown={onKeyDown}>
        <header className="screen-top">
          <label className="search">
            <span className="hidden-text">Find a company</span>
            <input
              type="search"
              data-search=""
              placeholder="Find a company"
              autoComplete="off"
              spellCheck={false}
              maxLength={100}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Escape" && typed) {
                  event.preventDefault();
                  setTyped("");
                }
              }}
            />
            <kbd aria-hidden="true">/</kbd>
          </label>
          {mayAdd && (
            <button type="button" className="primary end" onClick={() => setAdding("")}>
              Add company
            </button>
          )}
        </header>
        <div className="row screen-head">
          <h1>Companies</h1>
        </div>
        <section className="card list-card" aria-label="Companies">
          {list.isError && !items ? (
            <LoadError error={list.error} retry={() => void list.refetch()} />
          ) : items?.length === 0 ? (
            text ? (
              <Empty
                title="No company fits"
                action={
                  <>
                    <button type="button" onClick={() => setTyped("")}>
                      Show all companies
                    </button>
                    {mayAdd && (
                      <button type="button" className="add-named" onClick={() => setAdding(text)}>
                        <span className="clip">Add “{text}”</span>
                      </button>
                    )}
                  </>
                }
              >
                Try the beginning of any word of its name.
              </Empty>
            ) : limited ? (
              <Empty title="No company is yours yet">Ask an admin which clients you work for.</Empty>
            ) : (
              <Empty
                title="No company here yet"
                action={
                  mayAdd && (
                    <button type="button" className="primary" onClick={() => setAdding("")}>
                      Add company
                    </button>
                  )
                }
              >
                Companies are your clients. A connected PSA brings them in by itself; others are added by hand.
              </Empty>
            )
          ) : (
            <CompanyTable items={items} selected={companyId} stale={list.isPlaceholderData} policies={policies} />
          )}
          {list.hasNextPage && (
            <div className="list-more">
              <button
                type="button"
                className="quiet"
                disabled={list.isFetching}
                onClick={() => void list.fetchNextPage()}
              >
                {list.isFetchingNextPage ? "Loading" : "More"}
              </button>
            </div>
          )}
        </section>
      </div>
      {companyId && <CompanyDetail key={companyId} companyId={companyId} onClose={() => void close()} />}
      {adding !== undefined && (
        <CompanyForm
          name={adding}
          onClose={() => setAdding(undefined)}
          onSaved={(made) => {
            setAdding(undefined);
            void navigate({ to: "/companies/$companyId", params: { companyId: made.id } });
          }}
        />
      )}
    </div>
  );
}
