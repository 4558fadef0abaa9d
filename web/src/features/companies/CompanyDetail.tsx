import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { keys } from "../../api/queries";
import type { Company } from "../../api/types";
import { may, useSession } from "../../session/useSession";
import { LoadError } from "../../api/LoadError";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { Sources } from "../../ui/Sources";
import { counted } from "../../ui/figures";
import { usePolicy } from "../../api/usePolicies";
import { CompanyForm } from "./CompanyForm";
import { CompanyContacts } from "../contacts/CompanyContacts";
import { countryName } from "./countries";
import { useCompany } from "../../api/useCompanies";

/** One company beside the list. */
export function CompanyDetail({ companyId, onClose }: { companyId: string; onClose: () => void }) {
  const query = useCompany(companyId);
  const company = query.data;
  const client = useQueryClient();
  const session = useSession().data;
  const side = useRef<HTMLElement>(null);
  const [editing, setEditing] = useState(false);
  const ready = company !== undefined;
  useEffect(() => {
    if (ready && !side.current?.contains(document.activeElement))
      side.current?.querySelector<HTMLElement>("h1")?.focus();
  }, [ready]);
  // People and policies are shown with the company's name.
  const saved = () => {
    setEditing(false);
    for (const key of [keys.contacts, ["contact"], keys.policies]) void client.invalidateQueries({ queryKey: key });
  };

  return (
    <aside className="person-side company-side stack wide" ref={side} aria-label="Company">
      <header className="row top person-head">
        <button type="button" className="quiet icon back" aria-label="Back to the list" onClick={onClose}>
          ←
        </button>
        <div className="grow">
          {company ? (
            <>
              <h1 tabIndex={-1}>{company.name}</h1>
              <div className="soft">{company.contacts > 0 ? counted(company.contacts, "contact") : "no contacts"}</div>
            </>
          ) : (
            query.isPending && <Skeleton lines={2} />
          )}
        </div>
        {company && may(session, "contacts:write") && (
          <button type="button" onClick={() => setEditing(true)}>
            Edit
          </button>
        )}
        <button type="button" className="quiet icon shut" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          ✕
        </button>
      </header>
      {query.isError && !company && (
        <div className="card">
          <LoadError error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {company && (
        <section className="card" aria-labelledby="company-facts">
          <div className="card-head">
            <h2 id="company-facts">About</h2>
          </div>
          <dl className="facts card-body">
            <dt>Country</dt>
            <dd>
              {countryName(company.country)}
              <div className="soft">for numbers without a country code</div>
            </dd>
            <dt>Comes from</dt>
            <dd>{company.sources?.length ? <Sources sources={company.sources} /> : "By hand; no PSA knows it"}</dd>
            <dt>Policy</dt>
            <dd>
              <PolicyInForce company={company} linked={may(session, "admin")} />
            </dd>
          </dl>
        </section>
      )}
      {company && <CompanyContacts company={company} />}
      {company && editing && (
        <CompanyForm company={company} name={company.name} onClose={() => setEditing(false)} onSaved={saved} />
      )}
    </aside>
  );
}

/** Whose rules hold for a company. Those who may change them go to them. */
function PolicyInForce({ company, linked }: { company: Company; linked: boolean }) {
  const query = usePolicy(company.id);
  const policy = query.data;
  if (query.isError && !policy) return <span className="soft">could not be loaded</span>;
  if (!policy) return <span className="bone" style={{ width: "60%" }} />;
  const words = policy.inherited ? "The default" : `Its own, v${policy.version}`;
  return (
    <>
      {linked ? (
        <Link to="/policies/$companyId" params={{ companyId: company.id }}>
          {words}
        </Link>
      ) : (
        words
      )}
      {!policy.inherited && policy.changed_at && (
        <div className="soft">
          changed <When at={policy.changed_at} />
          {policy.changed_by && ` by ${policy.changed_by}`}
        </div>
      )}
    </>
  );
}
