/** The shortest password the API takes. */
export const shortestPassword = 12;

/** What stands below a new password while it is typed. */
export function passwordHint(password: string): string {
  const missing = shortestPassword - [...password].length;
  if (password === "") return `At least ${shortestPassword} characters; a sentence is good.`;
  if (missing <= 0) return "Long enough.";
  return missing === 1 ? "One character more." : `${missing} characters more.`;
}
