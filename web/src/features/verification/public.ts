/** The pieces of a verification that other features may use. */
export { callStatus } from "./callStatus";
export { describeOutcome } from "./describeOutcome";
export { OtherTicket } from "./OtherTicket";
export { useFocusFirstChannel } from "./useFocusFirstChannel";
export { useFollowed, useThisCall } from "./useFollowed";
export { useLedVerification } from "./useLedVerification";
export { useOpenVerifications, useVerificationList } from "./useVerifications";
export { VerificationPanel } from "./VerificationPanel";
