/** The pieces of technician verifications that other features may use. */
export { whoAsked as calledBy } from "./labels";
export { OthersWaiting } from "./OthersWaiting";
export { RequestsOf } from "./RequestsOf";
export { UnheardMessages } from "./UnheardMessages";
export { UnknownSenders } from "./UnknownSenders";
export { UnprovenMails } from "./UnprovenMails";
export { useOpenTechnicianVerifications, useWaitingRequests } from "./useTechnicianVerifications";
