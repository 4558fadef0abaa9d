/** The pieces of a verification that other features may use. */
export { useFocusFirstChannel } from "./useFocusFirstChannel";
export { VerificationPanel } from "./VerificationPanel";
