export { ruleNames } from "./names";
