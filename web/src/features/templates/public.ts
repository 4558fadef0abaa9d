export { useBranding, useSaveBranding } from "./useTemplates";
