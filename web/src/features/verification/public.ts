/** The pieces of a verification that other features may use. */

export { useFocusFirstChannel } from "./useFocusFirstChannel";
export { useFollowed, useThisCall } from "./useFollowed";
export { VerificationPanel } from "./VerificationPanel";
