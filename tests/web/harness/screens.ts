import type { Page } from "@playwright/test";

/** What the screens are opened with. */
export interface Cast {
  company: string;
  contact: string;
  contactName: string;
  verification: string;
  technicianVerification: string;
  conversation: string;
  integration: string;
  ticket: string;
}

/** Something that is pressed and opens a dialog or a menu, which Esc closes again. */
export interface Act {
  name: string;
  press: (page: Page) => Promise<void>;
  /** Whether a phone has it elsewhere. */
  deskOnly?: boolean;
}

/** A screen, and the states that it is visited in. */
export interface Screen {
  name: string;
  path: (cast: Cast) => string;
  /** The request that fills it, by the path below /v1. */
  filledBy: RegExp;
  /** Whether it is a list that may be empty. */
  list?: boolean;
  /** Whether its address names one thing that may be gone. */
  one?: boolean;
  acts?: readonly Act[];
}

const button = (name: string | RegExp): Act => ({
  name: String(name),
  press: (page) => page.getByRole("button", { name }).first().press("Enter"),
});

const onDesk = (act: Act): Act => ({ ...act, deskOnly: true });

/** A choice of a menu that a button opens. */
const choice = (opener: string | RegExp, item: string | RegExp): Act => ({
  name: `${opener}, ${item}`,
  press: async (page) => {
    await page.getByRole("button", { name: opener }).first().press("Enter");
    await page.getByRole("menuitem", { name: item }).press("Enter");
  },
});

export const screens: readonly Screen[] = [
  {
    name: "Home",
    path: () => "/home",
    filledBy: /\/(verifications|technician-verifications)\?/,
    list: true,
    acts: [
      onDesk(button(/^Search/)),
      onDesk(button(/Your account/)),
      onDesk(choice(/Your account/, "Name and notifications")),
      onDesk(choice(/Your account/, "Change password")),
      onDesk(choice(/Your account/, "Where you are signed in")),
    ],
  },
  { name: "Alerts", path: () => "/home/alerts", filledBy: /\/alerts\?/, list: true },
  { name: "First steps", path: () => "/home/first-steps", filledBy: /\/(users|integrations)(\?|$)/ },
  {
    name: "Inbox",
    path: () => "/inbox/sms",
    filledBy: /\/conversations\?/,
    list: true,
    acts: [button("New"), button("Templates")],
  },
  {
    name: "A conversation",
    path: (cast) => `/inbox/sms/${cast.conversation}`,
    filledBy: /\/conversations\/[0-9a-f-]{36}/,
    one: true,
  },
  { name: "Tickets", path: () => "/tickets", filledBy: /\/tickets\?/, list: true },
  {
    name: "A ticket",
    path: (cast) => `/tickets/${cast.ticket}?integration=${cast.integration}`,
    filledBy: /\/tickets\/[^/?]+(\?|$)/,
    one: true,
  },
  { name: "Notes", path: () => "/tickets/notes", filledBy: /\/ticket-writes\?/, list: true },
  {
    name: "Contacts",
    path: () => "/contacts",
    filledBy: /\/contacts\?/,
    list: true,
    acts: [button("Add contact"), button(/^Import/)],
  },
  {
    name: "A person",
    path: (cast) => `/contacts/${cast.contact}`,
    filledBy: /\/contacts\/[0-9a-f-]{36}(\?|$)/,
    one: true,
    acts: [button(/^More about/)],
  },
  {
    name: "Companies",
    path: () => "/contacts/companies",
    filledBy: /\/companies\?/,
    list: true,
    acts: [button(/^Add (a )?company/)],
  },
  {
    name: "A company",
    path: (cast) => `/contacts/companies/${cast.company}`,
    filledBy: /\/companies\/[0-9a-f-]{36}(\?|$)/,
    one: true,
  },
  { name: "To review", path: () => "/contacts/review", filledBy: /\/unknown-senders/, list: true },
  { name: "Verifications", path: () => "/verifications", filledBy: /\/verifications\?/, list: true },
  {
    name: "A verification",
    path: (cast) => `/verifications/${cast.verification}`,
    filledBy: /\/verifications\/[0-9a-f-]{36}(\?|$)/,
    one: true,
  },
  {
    name: "They verify us",
    path: () => "/verifications/they-verify-us",
    filledBy: /\/technician-verifications\?/,
    list: true,
  },
  {
    name: "One who verifies us",
    path: (cast) => `/verifications/they-verify-us/${cast.technicianVerification}`,
    filledBy: /\/technician-verifications\/[0-9a-f-]{36}(\?|$)/,
    one: true,
  },
  { name: "Profile", path: () => "/manage/profile", filledBy: /\/(settings|branding)$/ },
  { name: "Look", path: () => "/manage/look", filledBy: /\/(branding|templates)$/ },
  { name: "Retention", path: () => "/manage/retention", filledBy: /\/settings$/ },
  { name: "Limits", path: () => "/manage/limits", filledBy: /\/settings$/ },
  {
    name: "Team",
    path: () => "/manage/team",
    filledBy: /\/users(\?|$)/,
    list: true,
    acts: [button("Invite somebody"), button(/Sam Parker|^Sam /)],
  },
  {
    name: "Policies",
    path: () => "/manage/policies",
    filledBy: /\/policies/,
  },
  {
    name: "A company's policy",
    path: (cast) => `/manage/policies/${cast.company}`,
    filledBy: /\/companies\/[0-9a-f-]{36}\/policy/,
    one: true,
  },
  { name: "Clients' words", path: () => "/manage/they-verify-us", filledBy: /\/inbound-settings/ },
  { name: "Templates", path: () => "/manage/templates", filledBy: /\/templates$/ },
  { name: "A text", path: () => "/manage/templates/email_code", filledBy: /\/templates/ },
  {
    name: "SMS channels",
    path: () => "/manage/numbers",
    filledBy: /\/sms-channels/,
    list: true,
    acts: [button(/^Add/)],
  },
  { name: "Own senders", path: () => "/manage/senders", filledBy: /\/senders$/ },
  { name: "Connections", path: () => "/manage/connections", filledBy: /\/integrations(\?|$)/, list: true },
  { name: "Add a connection", path: () => "/manage/connections/add", filledBy: /\/psa-kinds/ },
  { name: "Connect ConnectWise", path: () => "/manage/connections/add/connectwise", filledBy: /\/psa-kinds/ },
  {
    name: "A connection",
    path: (cast) => `/manage/connections/${cast.integration}`,
    filledBy: /\/integrations\/[0-9a-f-]{36}(\?|$)/,
    one: true,
    acts: [button(/^More about/), choice(/^More about/, "Edit"), choice(/^More about/, /Disconnect/)],
  },
  {
    name: "Ticket defaults",
    path: () => "/manage/ticket-defaults",
    filledBy: /\/ticket-defaults/,
    list: true,
  },
  {
    name: "API keys",
    path: () => "/manage/api-keys",
    filledBy: /\/api-keys/,
    list: true,
    acts: [button(/Create a key/)],
  },
  {
    name: "Audit",
    path: () => "/manage/audit",
    filledBy: /\/audit\?/,
    list: true,
    acts: [{ name: "an entry", press: (page) => page.locator("[data-row]").nth(14).press("Enter") }],
  },
  { name: "Manage", path: () => "/manage", filledBy: /\/counts/ },
];
