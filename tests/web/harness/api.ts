import type {
  ChannelName,
  Company,
  Contact,
  Conversation,
  Integration,
  NewContact,
  NewUser,
  Policy,
  PolicyVersion,
  Settings,
  SMSChannelSettings,
  TechnicianVerification,
  Ticket,
} from "../../../web/src/api/types";
import { dev } from "./dev";
import { request } from "./request";
import { unique } from "./unique";

interface Page<T> {
  items: T[];
}

function call<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
  return request<T>(method, `${dev().api_url}/v1${path}`, body, {
    Authorization: `Bearer ${dev().api_key}`,
    ...(method === "POST" ? { "Idempotency-Key": unique() } : {}),
  });
}

const query = (params: Record<string, string | number>): string =>
  `?${new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]))}`;

/** What stories prepare and look up over the API, with the types of the web screens. */
export const api = {
  settings: () => call<Settings>("GET", "/settings"),
  saveSettings: (settings: Settings) => call<Settings>("PUT", "/settings", settings),

  addCompany: (company: { name: string; country: string }) => call<Company>("POST", "/companies", company),
  findCompanies: async (text: string) =>
    (await call<Page<Company>>("GET", `/companies${query({ query: text, limit: 200 })}`)).items,

  addContact: (contact: NewContact) => call<Contact>("POST", "/contacts", contact),
  contact: (id: string) => call<Contact>("GET", `/contacts/${id}`),
  contacts: async (filter: { email?: string; company_id?: string }) =>
    (await call<Page<Contact>>("GET", `/contacts${query({ ...filter, limit: 200 })}`)).items,
  eraseContact: (id: string) => call<void>("DELETE", `/contacts/${id}`),

  defaultPolicy: async () => (await call<PolicyVersion>("GET", "/policies/default")).policy,
  setPolicy: (companyId: string, policy: Policy) =>
    call<PolicyVersion>("PUT", `/companies/${companyId}/policy`, policy),

  addUser: (user: NewUser) => call<void>("POST", "/users", user),

  integrations: async () => (await call<Page<Integration>>("GET", "/integrations")).items,
  integration: (id: string) => call<Integration>("GET", `/integrations/${id}`),
  sync: (integrationId: string) => call<void>("POST", `/integrations/${integrationId}/sync`),
  tickets: async (integrationId: string) =>
    (await call<Page<Ticket>>("GET", `/tickets${query({ integration_id: integrationId })}`)).items,

  /** Begins a verification and answers its id. */
  verify: async (contactId: string, channel: ChannelName) =>
    (await call<{ id: string }>("POST", "/verifications", { contact_id: contactId, channel })).id,
  conversationOf: async (contactId: string) =>
    (await call<Page<Conversation>>("GET", `/conversations${query({ limit: 200 })}`)).items.find(
      (each) => each.contact?.id === contactId,
    )?.id,
  /** Who asked whether the technician is real, by their contact. */
  requestOf: async (contactId: string) =>
    (await call<Page<TechnicianVerification>>("GET", `/technician-verifications${query({ limit: 200 })}`)).items.find(
      (each) => each.contact?.id === contactId,
    )?.id,

  request: (id: string) => call<TechnicianVerification>("GET", `/technician-verifications/${id}`),

  smsChannels: async () => (await call<Page<unknown>>("GET", "/sms-channels")).items,
  addSMSChannel: (channel: SMSChannelSettings) => call<void>("POST", "/sms-channels", channel),
};
