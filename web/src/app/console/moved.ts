/** Where the beginnings of old addresses are now. What follows a beginning stays. */
const moved: readonly (readonly [from: string, to: string])[] = [
  ["/alerts", "/home/alerts"],
  ["/companies", "/contacts/companies"],
  ["/requests", "/verifications/they-verify-us"],
  ["/messages", "/inbox/sms"],
  ["/outbox", "/tickets/notes"],
  ["/policies", "/manage/policies"],
  ["/templates", "/manage/templates"],
  ["/integrations", "/manage/connections"],
  ["/ticket-defaults", "/manage/ticket-defaults"],
  ["/people", "/manage/team"],
  ["/api-keys", "/manage/api-keys"],
  ["/audit", "/manage/audit"],
  ["/settings", "/manage/profile"],
];

/** The address that an old one leads to; undefined for one that is not old. */
export function movedTo(path: string): string | undefined {
  for (const [from, to] of moved)
    if (path === from || path.startsWith(`${from}/`)) return to + path.slice(from.length).replace(/\/$/, "");
  return undefined;
}
