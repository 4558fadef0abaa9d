import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import type { Company } from "../../api/types";
import { useCompany } from "../../api/useCompanies";
import { useFirstReads } from "../../api/useFirstReads";
import { usePolicy } from "../../api/usePolicies";
import { may, useSession } from "../../session/useSession";
import { DetailPanel } from "../../ui/DetailPanel";
import { counted } from "../../ui/figures";
import { Sources } from "../../ui/Sources";
import { When } from "../../ui/When";
import { CompanyForm } from "./CompanyForm";
import { countryName } from "./countries";

interface Props {
  companyId: string;
  /** Renders the company's contacts, which are another feature. */
  contacts: (company: Company) => ReactNode;
  onClose: () => void;
}

/** One company beside the list. */
export function CompanyDetail({ companyId, contacts, onClose }: Props) {
  const query = useCompany(companyId);
  const company = query.data;
  const client = useQueryClient();
  const session = useSession().data;
  const [editing, setEditing] = useState(false);
  const ready = company !== undefined;
  const known = useFirstReads(ready || query.isError);
  // People and policies are shown with the company's name.
  const saved = () => {
    setEditing(false);
    for (const key of [keys.contacts, ["contact"], keys.policies]) void client.invalidateQueries({ queryKey: key });
  };

  return (
    <DetailPanel
      label="Company"
      className="company-detail"
      ready={ready}
      failed={query.isError}
      known={known}
      heading={
        company && (
          <>
            <h1 tabIndex={-1}>
              <bdi>{company.name}</bdi>
            </h1>
            <div className="soft">{company.contacts > 0 ? counted(company.contacts, "contact") : "no contacts"}</div>
          </>
        )
      }
      actions={
        company &&
        may(session, "contacts:write") && (
          <button type="button" onClick={() => setEditing(true)}>
            Edit
          </button>
        )
      }
      onClose={onClose}
    >
      {query.isError && !company && (
        <div className="card">
          <LoadError query={query} />
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
      {company && contacts(company)}
      {company && editing && (
        <CompanyForm company={company} name={company.name} onClose={() => setEditing(false)} onSaved={saved} />
      )}
    </DetailPanel>
  );
}

/** The policy that applies to a company, as a link for those who may change it. */
function PolicyInForce({ company, linked }: { company: Company; linked: boolean }) {
  const query = usePolicy(company.id);
  const policy = query.data;
  if (query.isError && !policy) return <span className="soft">could not be loaded</span>;
  if (!policy) return <span className="skeleton" style={{ width: "60%" }} />;
  const words = policy.inherited ? "The default" : `Its own, v${policy.version}`;
  return (
    <>
      {linked ? (
        <Link to="/manage/policies/$companyId" params={{ companyId: company.id }}>
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
