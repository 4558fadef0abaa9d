/** The status of a person, as every screen says it. */
export { DenialNotice } from "./DenialNotice";
export { denialLabel, deniedWords } from "./labels";
export { StatusChip } from "./StatusChip";
export { StatusLine } from "./StatusLine";
