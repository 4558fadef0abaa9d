import { CompaniesScreen } from "../../features/companies/CompaniesScreen";
import { CompanyContacts } from "../../features/contacts/CompanyContacts";

/** The companies, each with its contacts. */
export function CompaniesRoute() {
  return <CompaniesScreen contacts={(company) => <CompanyContacts company={company} />} />;
}
