/** The pieces of technician verifications that other features may use. */
export { whoAsked as calledBy } from "./labels";
export { RequestsOf } from "./RequestsOf";
export { UnknownSenders } from "./UnknownSenders";
export { useOpenTechnicianVerifications, useWaitingRequests } from "./useTechnicianVerifications";
