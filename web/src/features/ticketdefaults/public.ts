/** The pieces of ticket defaults that other features may use. */
export { checkOf } from "./fields";
export { useTicketDefaults } from "./useTicketDefaults";
