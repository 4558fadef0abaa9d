import { Link } from "@tanstack/react-router";
import type { Company, PolicyVersion } from "../../api/types";
import { useOpenContactsOf } from "../../session/useOpenContactsOf";
import { count, counted } from "../../ui/figures";
import { SkeletonRows } from "../../ui/Skeleton";
import { sourceLabel } from "../../ui/Sources";
import { countryName } from "./countries";
import { comesFrom, goneEverywhere, ownVersion, policyLabel } from "./labels";

interface Props {
  items: Company[] | undefined;
  selected: string | undefined;
  /** True while the rows belong to an earlier query and the answer to the current one is on its way. */
  stale: boolean;
  /** Undefined until they are loaded. */
  policies: PolicyVersion[] | undefined;
}

/** Companies as rows: their source, their policy, and their number of contacts. */
export function CompanyTable({ items, selected, stale, policies }: Props) {
  const openContacts = useOpenContactsOf();
  return (
    <table className="list-table company-table" aria-label="Companies" aria-busy={!items || stale}>
      <thead>
        <tr>
          <th>Company</th>
          <th className="from">Comes from</th>
          <th className="policy">Policy</th>
          <th className="number">Contacts</th>
        </tr>
      </thead>
      <tbody>
        {!items && <SkeletonRows rows={10} columns={4} />}
        {items?.map((company) => (
          <tr key={company.id} className={company.id === selected ? "on" : undefined}>
            <td>
              <Link
                to="/contacts/companies/$companyId"
                params={{ companyId: company.id }}
                className="plain row-link"
                data-row={company.id}
                aria-current={company.id === selected ? "true" : undefined}
              >
                <strong className="clip">{company.name}</strong>
                <span className="faint clip">
                  {countryName(company.country)}
                  <span className="from-too"> · {comesFrom(company.sources).join(", ")}</span>
                </span>
              </Link>
            </td>
            <td className="from">
              <From company={company} />
            </td>
            <td className="policy">
              {policies && (
                <span className={ownVersion(policies, company.id) === undefined ? "soft" : "chip info"}>
                  {policyLabel(policies, company.id)}
                </span>
              )}
            </td>
            <td className="number">
              {company.contacts > 0 ? (
                <Link
                  to="/contacts"
                  tabIndex={-1}
                  className="people figure"
                  aria-label={`${counted(company.contacts, "contact")} of ${company.name}`}
                  onClick={(event) => openContacts(company, event)}
                >
                  {count(company.contacts)}
                </Link>
              ) : (
                <span className="faint">none</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function From({ company: { sources } }: { company: Company }) {
  const words = comesFrom(sources);
  if (!sources?.length) return <span className="soft">{words}</span>;
  const gone = goneEverywhere(sources);
  return (
    <span className="row wrap froms" title={sources.map(sourceLabel).join("\n")}>
      {words.map((word) => (
        <span key={word} className={`chip ${gone ? "warn" : ""}`}>
          <span className="clip">
            {word}
            {gone && " · gone there"}
          </span>
        </span>
      ))}
    </span>
  );
}
