import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { AlertsScreen } from "../../features/alerts/AlertsScreen";
import { ContactsScreen } from "../../features/contacts/ContactsScreen";
import { MessagesScreen } from "../../features/conversations/MessagesScreen";
import { TechnicianVerificationsScreen } from "../../features/technicianverification/TechnicianVerificationsScreen";
import { TicketsScreen } from "../../features/tickets/TicketsScreen";
import { VerificationsScreen } from "../../features/verification/VerificationsScreen";
import { ForgottenPassword } from "../../session/ForgottenPassword";
import { ErrorScreen } from "../../ui/ErrorScreen";
import { CompaniesRoute } from "./CompaniesRoute";
import { Desk } from "./Desk";
import { NotFound } from "./NotFound";
import { SetPasswordScreen } from "./SetPasswordScreen";

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** Set by a Verify button: the first open channel takes the focus. */
    verify?: boolean;
  }
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: ErrorScreen });
/** Everything behind the sign-in. */
const desk = createRoute({ getParentRoute: () => root, id: "desk", component: Desk });

const home = createRoute({
  getParentRoute: () => desk,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/contacts", replace: true });
  },
});
const alerts = createRoute({ getParentRoute: () => desk, path: "alerts", component: AlertsScreen });
// The contact is a child route of the list, so that the list keeps its place while contacts are opened beside it.
const contacts = createRoute({ getParentRoute: () => desk, path: "contacts", component: ContactsScreen });
const contact = createRoute({ getParentRoute: () => contacts, path: "$contactId" });
const companies = createRoute({ getParentRoute: () => desk, path: "companies", component: CompaniesRoute });
const company = createRoute({ getParentRoute: () => companies, path: "$companyId" });
const verifications = createRoute({
  getParentRoute: () => desk,
  path: "verifications",
  component: VerificationsScreen,
});
const verification = createRoute({ getParentRoute: () => verifications, path: "$verificationId" });
const requests = createRoute({
  getParentRoute: () => desk,
  path: "requests",
  component: TechnicianVerificationsScreen,
});
const request = createRoute({ getParentRoute: () => requests, path: "$technicianVerificationId" });
const messages = createRoute({ getParentRoute: () => desk, path: "messages", component: MessagesScreen });
const conversation = createRoute({ getParentRoute: () => messages, path: "$conversationId" });
const tickets = createRoute({ getParentRoute: () => desk, path: "tickets", component: TicketsScreen });
const ticket = createRoute({
  getParentRoute: () => tickets,
  path: "$ticketId",
  validateSearch: (search: Record<string, unknown>): { integration?: string | undefined } =>
    typeof search.integration === "string" ? { integration: search.integration } : {},
});

// Screens for set-up are loaded on first use.
const policies = createRoute({
  getParentRoute: () => desk,
  path: "policies",
  component: lazyRouteComponent(() => import("../../features/policies/PoliciesScreen"), "PoliciesScreen"),
});
const companyPolicy = createRoute({ getParentRoute: () => policies, path: "$companyId" });
const templates = createRoute({
  getParentRoute: () => desk,
  path: "templates",
  component: lazyRouteComponent(() => import("../../features/templates/TemplatesScreen"), "TemplatesScreen"),
});
const template = createRoute({ getParentRoute: () => templates, path: "$kind" });
const integrations = createRoute({
  getParentRoute: () => desk,
  path: "integrations",
  component: lazyRouteComponent(() => import("../../features/integrations/IntegrationsScreen"), "IntegrationsScreen"),
});
const addIntegration = createRoute({
  getParentRoute: () => desk,
  path: "integrations/add",
  component: lazyRouteComponent(
    () => import("../../features/integrations/AddIntegrationScreen"),
    "AddIntegrationScreen",
  ),
});
const addKind = createRoute({ getParentRoute: () => addIntegration, path: "$kind" });
const integration = createRoute({
  getParentRoute: () => desk,
  path: "integrations/$integrationId",
  component: lazyRouteComponent(() => import("../../features/integrations/IntegrationScreen"), "IntegrationScreen"),
});
const ticketDefaults = createRoute({
  getParentRoute: () => desk,
  path: "ticket-defaults",
  component: lazyRouteComponent(
    () => import("../../features/ticketdefaults/TicketDefaultsScreen"),
    "TicketDefaultsScreen",
  ),
});
const ticketDefault = createRoute({ getParentRoute: () => ticketDefaults, path: "$ticketDefaultId" });
const outbox = createRoute({
  getParentRoute: () => desk,
  path: "outbox",
  component: lazyRouteComponent(() => import("../../features/outbox/OutboxScreen"), "OutboxScreen"),
});
const people = createRoute({
  getParentRoute: () => desk,
  path: "people",
  component: lazyRouteComponent(() => import("../../features/people/PeopleScreen"), "PeopleScreen"),
});
const apiKeys = createRoute({
  getParentRoute: () => desk,
  path: "api-keys",
  component: lazyRouteComponent(() => import("../../features/apikeys/ApiKeysScreen"), "ApiKeysScreen"),
});
const audit = createRoute({
  getParentRoute: () => desk,
  path: "audit",
  component: lazyRouteComponent(() => import("../../features/audit/AuditScreen"), "AuditScreen"),
});
const settings = createRoute({
  getParentRoute: () => desk,
  path: "settings",
  component: lazyRouteComponent(() => import("../../features/settings/SettingsScreen"), "SettingsScreen"),
});

const forgotten = createRoute({ getParentRoute: () => root, path: "forgotten-password", component: ForgottenPassword });
const setPassword = createRoute({ getParentRoute: () => root, path: "set-password", component: SetPasswordScreen });
const podSignIn = createRoute({
  getParentRoute: () => root,
  path: "pod-sign-in",
  component: lazyRouteComponent(() => import("../../features/podsignin/PodSignIn"), "PodSignIn"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    desk.addChildren([
      home,
      alerts,
      contacts.addChildren([contact]),
      companies.addChildren([company]),
      verifications.addChildren([verification]),
      requests.addChildren([request]),
      messages.addChildren([conversation]),
      tickets.addChildren([ticket]),
      policies.addChildren([companyPolicy]),
      templates.addChildren([template]),
      integrations,
      addIntegration.addChildren([addKind]),
      integration,
      ticketDefaults.addChildren([ticketDefault]),
      outbox,
      people,
      apiKeys,
      audit,
      settings,
    ]),
    forgotten,
    setPassword,
    podSignIn,
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});
