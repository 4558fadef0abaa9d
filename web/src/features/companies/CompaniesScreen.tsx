import { useMatch, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { LoadError } from "../../api/LoadError";
import type { Company } from "../../api/types";
import { usePolicies } from "../../api/usePolicies";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";
import { ListAndDetail } from "../../ui/ListAndDetail";
import { MoreButton } from "../../ui/MoreButton";
import { RowKeys } from "../../ui/RowKeys";
import { SearchBox } from "../../ui/SearchBox";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useDebounced } from "../../ui/useDebounced";
import { useTitle } from "../../ui/useTitle";
import "./companies.css";
import { CompanyDetail } from "./CompanyDetail";
import { CompanyForm } from "./CompanyForm";
import { CompanyTable } from "./CompanyTable";
import { useCompanyPages } from "./useCompanyPages";

/** The client companies, and one beside them. On a narrow screen it takes the list's place. */
export function CompaniesScreen({ contacts }: { contacts: (company: Company) => ReactNode }) {
  useTitle("Companies");
  const companyId = useMatch({ from: "/desk/contacts/companies/$companyId", shouldThrow: false })?.params.companyId;
  const navigate = useNavigate();
  const session = useSession().data;
  const [typed, setTyped] = useState("");
  const text = useDebounced(typed).trim();
  const list = useCompanyPages(text);
  const policies = usePolicies().data?.items;
  const [adding, setAdding] = useState<string>();
  const items = list.data?.pages.flatMap((page) => page.items);
  const limited = session?.user.limited ?? false;
  const mayAdd = may(session, "contacts:write") && !limited;

  const { screen, close } = useCloseDetail(companyId, () => navigate({ to: "/contacts/companies" }));

  return (
    <ListAndDetail opened={companyId !== undefined} screen={screen}>
      <RowKeys className="list-side">
        <header className="screen-top">
          <SearchBox label="Find a company" value={typed} onChange={setTyped} />
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
            <LoadError query={list} />
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
          <MoreButton list={list} />
        </section>
      </RowKeys>
      {companyId && <CompanyDetail key={companyId} companyId={companyId} contacts={contacts} onClose={close} />}
      {adding !== undefined && (
        <CompanyForm
          name={adding}
          onClose={() => setAdding(undefined)}
          onSaved={(made) => {
            setAdding(undefined);
            void navigate({ to: "/contacts/companies/$companyId", params: { companyId: made.id } });
          }}
        />
      )}
    </ListAndDetail>
  );
}
