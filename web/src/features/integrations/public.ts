/** The pieces of integrations that other features may use. */
export { useIntegrations, usePSAKinds } from "./useIntegrations";
