/** The pieces of companies that other features may use. */
export { CompanyForm } from "./CompanyForm";
export { CompanyPicker } from "./CompanyPicker";
export { CountrySelect } from "./CountrySelect";
export { countries, countryName } from "./countries";
