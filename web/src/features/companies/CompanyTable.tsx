import { Link } from "@tanstack/react-router";
import type { Company, PolicyVersion } from "../../api/types";
import { useOpenContactsOf } from "../../session/useOpenContactsOf";
import { type Column, DataTable } from "../../ui/DataTable";
import { count, counted } from "../../ui/figures";
import { Name } from "../../ui/Name";
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
  const columns: Column<Company>[] = [
    {
      key: "name",
      head: "Company",
      card: "title",
      cell: (company) => (
        <Link
          to="/contacts/companies/$companyId"
          params={{ companyId: company.id }}
          className="plain row-link"
          data-row={company.id}
          aria-current={company.id === selected ? "true" : undefined}
        >
          <Name strong>{company.name}</Name>
          <span className="faint clip">{countryName(company.country)}</span>
        </Link>
      ),
    },
    { key: "from", head: "Comes from", className: "from", cell: (company) => <From company={company} /> },
    {
      key: "policy",
      head: "Policy",
      className: "policy",
      cell: (company) =>
        policies && (
          <span className={ownVersion(policies, company.id) === undefined ? "soft" : "chip info"}>
            {policyLabel(policies, company.id)}
          </span>
        ),
    },
    {
      key: "contacts",
      head: "Contacts",
      number: true,
      card: "end",
      cell: (company) =>
        company.contacts > 0 ? (
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
        ),
    },
  ];
  return (
    <DataTable
      label="Companies"
      className="company-table"
      columns={columns}
      rows={items}
      stale={stale}
      idOf={(company) => company.id}
      selected={selected}
      skeletonRows={10}
    />
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
