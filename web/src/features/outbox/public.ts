/** The pieces of the outbox that other features may use. */
export { WriteList } from "./WriteList";
