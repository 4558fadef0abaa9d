/** The pieces of conversations that other features may use. */
export { Bubbles } from "./Bubbles";
export { NewConversation } from "./NewConversation";
