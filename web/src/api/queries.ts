import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem";

/** Reads that failed for a reason that time may heal are read again; the fetch below has tried already. A PSA that does not answer is asked again by a person. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) =>
          failures < 2 &&
          (!(error instanceof ProblemError) ||
            error.status === 0 ||
            (error.status >= 500 && error.code !== "psa_unavailable")),
        throwOnError: false,
      },
    },
  });
}

/** The names under which answers are kept; events throw away by the first words. */
export const keys = {
  session: ["session"] as const,
  contacts: ["contacts"] as const,
  contact: (id: string) => ["contact", id] as const,
  channels: (contactId: string) => ["channels", contactId] as const,
  points: (contactId: string) => ["points", contactId] as const,
  companies: ["companies"] as const,
  verifications: ["verifications"] as const,
  history: (contactId: string) => ["verifications", "contact", contactId] as const,
  verification: (id: string) => ["verification", id] as const,
  requests: ["requests"] as const,
  request: (id: string) => ["request", id] as const,
  unknownSenders: ["unknown-senders"] as const,
  psaKinds: ["psa-kinds"] as const,
  integrations: ["integrations"] as const,
  integration: (id: string) => ["integrations", "one", id] as const,
  syncs: (id: string) => ["integrations", "syncs", id] as const,
  choices: (integrationId: string) => ["choices", integrationId] as const,
  ticketDefaults: ["ticket-defaults"] as const,
  tickets: ["tickets"] as const,
  ticketWrites: ["ticket-writes"] as const,
  conversations: ["conversations"] as const,
  conversation: (id: string) => ["conversation", id] as const,
  conversationMessages: (id: string) => ["conversation-messages", id] as const,
  conversationTickets: ["conversation-ticket"] as const,
  conversationTicket: (id: string) => ["conversation-ticket", id] as const,
  conversationTemplates: ["conversation-templates"] as const,
  smsChannels: ["sms-channels"] as const,
  inboundSettings: ["inbound-settings"] as const,
  policies: ["policies"] as const,
  templates: ["templates"] as const,
  branding: ["branding"] as const,
  settings: ["settings"] as const,
  users: ["users"] as const,
  apiKeys: ["api-keys"] as const,
  audit: ["audit"] as const,
};
