/** The pieces of a contact that other features may use. */
export { Provenance } from "./Provenance";
