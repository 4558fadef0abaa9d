import type { Scope, Session } from "../../api/types";
import type { CountName } from "../../features/counts/public";
import { may } from "../../session/useSession";
import type { IconName } from "../../ui/Icon";

/** A tab of a place of work. */
export interface PlaceTab {
  name: string;
  to: string;
  search?: Record<string, string>;
  /** Whether addresses below it belong to it as well, such as the detail of a row. */
  exact?: boolean;
  scope?: Scope;
  count?: CountName;
}

/** A place of work: what a technician does all day. At most four tabs each. */
export interface Place {
  name: string;
  to: string;
  /** Follows g. */
  key: string;
  icon: IconName;
  scope: Scope | undefined;
  count?: CountName;
  /** The word behind the count. */
  counted?: string;
  tabs: readonly PlaceTab[];
}

const places: readonly Place[] = [
  {
    name: "Home",
    to: "/home",
    key: "h",
    icon: "home",
    scope: undefined,
    count: "alerts",
    counted: "open",
    tabs: [
      { name: "Waiting", to: "/home", exact: true },
      { name: "Alerts", to: "/home/alerts", scope: "verifications:read", count: "alerts" },
      { name: "First steps", to: "/home/first-steps", scope: "admin" },
    ],
  },
  {
    name: "Inbox",
    to: "/inbox",
    key: "i",
    icon: "inbox",
    scope: "messages:read",
    count: "unread",
    counted: "unread",
    tabs: [],
  },
  {
    name: "Tickets",
    to: "/tickets",
    key: "t",
    icon: "ticket",
    scope: "contacts:read",
    tabs: [
      { name: "Tickets", to: "/tickets" },
      { name: "Notes", to: "/tickets/notes", scope: "settings:read", count: "notesFailed" },
    ],
  },
  {
    name: "Contacts",
    to: "/contacts",
    key: "c",
    icon: "people",
    scope: "contacts:read",
    tabs: [
      { name: "People", to: "/contacts" },
      { name: "Companies", to: "/contacts/companies" },
      { name: "To review", to: "/contacts/review", scope: "admin" },
    ],
  },
  {
    name: "Verifications",
    to: "/verifications",
    key: "v",
    icon: "shield",
    scope: "verifications:read",
    count: "open",
    counted: "open",
    tabs: [
      { name: "All", to: "/verifications" },
      { name: "Denied", to: "/verifications", search: { status: "denied" } },
      { name: "They verify us", to: "/verifications/they-verify-us", count: "waiting" },
    ],
  },
];

/** The places that a person may use, each with the tabs that they may use. */
export function placesOf(session: Session): Place[] {
  return places
    .filter((place) => !place.scope || may(session, place.scope))
    .map((place) => ({ ...place, tabs: place.tabs.filter((tab) => !tab.scope || may(session, tab.scope)) }));
}

/** A page of Manage, the space of its own where things are set up. */
export interface ManagePage {
  name: string;
  to: string;
  /** Other words that people search it by. */
  words: string;
}

export interface ManageGroup {
  name: string;
  pages: readonly ManagePage[];
}

export const manageGroups: readonly ManageGroup[] = [
  {
    name: "Organisation",
    pages: [
      { name: "Profile", to: "/manage/profile", words: "settings name time zone country organisation" },
      { name: "Look", to: "/manage/look", words: "branding logo colour accent gradient sender from" },
      { name: "Retention", to: "/manage/retention", words: "settings days keep erase forget" },
      { name: "Limits", to: "/manage/limits", words: "settings money spend dollars messages a minute" },
    ],
  },
  {
    name: "Team",
    pages: [{ name: "Team", to: "/manage/team", words: "people users colleagues roles invite second step mfa" }],
  },
  {
    name: "Verification",
    pages: [
      { name: "Policies", to: "/manage/policies", words: "rules ways channels codes minutes countries assurance" },
      {
        name: "They verify us",
        to: "/manage/they-verify-us",
        words: "client words #verify #confirm inbound trigger requests",
      },
    ],
  },
  {
    name: "Messages",
    pages: [
      {
        name: "Templates",
        to: "/manage/templates",
        words: "texts words letters sms mail landing page",
      },
      { name: "SMS channels", to: "/manage/numbers", words: "numbers twilio texting conversations" },
      { name: "Own senders", to: "/manage/senders", words: "numbers mailboxes assigned operator from" },
    ],
  },
  {
    name: "Connections",
    pages: [
      {
        name: "PSAs",
        to: "/manage/connections",
        words: "integrations connectwise autotask halopsa kaseya superops syncro zendesk sync pod",
      },
      { name: "Ticket defaults", to: "/manage/ticket-defaults", words: "new tickets board status priority profile" },
      { name: "API keys", to: "/manage/api-keys", words: "programs tokens scopes" },
    ],
  },
  {
    name: "Evidence",
    pages: [{ name: "Audit and evidence", to: "/manage/audit", words: "log who did what export zip" }],
  },
];

/** The place that an address belongs to. */
export function placeAt(all: readonly Place[], path: string): Place | undefined {
  return all.find((place) => path === place.to || path.startsWith(`${place.to}/`));
}

/** The tab that an address belongs to: the longest that fits, and of two with one address the one whose filter is set. */
export function tabAt(place: Place, path: string, search: Record<string, unknown>): PlaceTab | undefined {
  const fits = place.tabs.filter(
    (tab) =>
      (path === tab.to || (!tab.exact && path.startsWith(`${tab.to}/`))) &&
      Object.entries(tab.search ?? {}).every(([name, value]) => search[name] === value),
  );
  return fits.sort(
    (a, b) => b.to.length - a.to.length || Object.keys(b.search ?? {}).length - Object.keys(a.search ?? {}).length,
  )[0];
}

/** The pages whose name or other words hold every word that was typed. */
export function managePages(typed: string): ManageGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return manageGroups
    .map((group) => ({
      ...group,
      pages: group.pages.filter((page) => {
        const text = `${group.name} ${page.name} ${page.words}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.pages.length > 0);
}
