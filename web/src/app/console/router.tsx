import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ErrorScreen } from "../../ui/ErrorScreen";
import { Desk } from "./Desk";
import { HomeScreen } from "./home/HomeScreen";
import { ManageGate } from "./ManageGate";
import { movedTo } from "./moved";
import { NotFound } from "./NotFound";

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** Set by a Verify button, and where a person was opened by key: the first open channel takes the focus. */
    verify?: boolean;
    /** Set where a conversation was opened by key: its box takes the focus. */
    answer?: boolean;
    /** Set where an entry was opened from the log on screen: closing it goes back there. */
    overLog?: boolean;
  }
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ErrorScreen,
  beforeLoad: ({ location }) => {
    const to = movedTo(location.pathname);
    if (to) throw redirect({ to: to as "/", search: location.search as never, replace: true });
  },
});
/** Everything behind the sign-in. */
const desk = createRoute({ getParentRoute: () => root, id: "desk", component: Desk });

const start = createRoute({
  getParentRoute: () => desk,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/home", replace: true });
  },
});
const home = createRoute({ getParentRoute: () => desk, path: "home", component: HomeScreen });
const alerts = createRoute({
  getParentRoute: () => desk,
  path: "home/alerts",
  component: lazyRouteComponent(() => import("../../features/alerts/AlertsScreen"), "AlertsScreen"),
});
const firstSteps = createRoute({
  getParentRoute: () => desk,
  path: "home/first-steps",
  component: lazyRouteComponent(() => import("./home/FirstSteps"), "FirstSteps"),
});

const inbox = createRoute({
  getParentRoute: () => desk,
  path: "inbox",
  beforeLoad: () => {
    throw redirect({ to: "/inbox/sms", replace: true });
  },
});
const messages = createRoute({
  getParentRoute: () => desk,
  path: "inbox/sms",
  component: lazyRouteComponent(() => import("../../features/conversations/MessagesScreen"), "MessagesScreen"),
});
const conversation = createRoute({ getParentRoute: () => messages, path: "$conversationId" });

const tickets = createRoute({
  getParentRoute: () => desk,
  path: "tickets",
  component: lazyRouteComponent(() => import("../../features/tickets/TicketsScreen"), "TicketsScreen"),
});
const ticket = createRoute({
  getParentRoute: () => tickets,
  path: "$ticketId",
  validateSearch: (search: Record<string, unknown>): { integration?: string | undefined } =>
    typeof search.integration === "string" ? { ...search, integration: search.integration } : search,
});
const notes = createRoute({
  getParentRoute: () => desk,
  path: "tickets/notes",
  component: lazyRouteComponent(() => import("../../features/outbox/OutboxScreen"), "OutboxScreen"),
});

// The contact is a child route of the list, so that the list keeps its place while contacts are opened beside it.
const contacts = createRoute({
  getParentRoute: () => desk,
  path: "contacts",
  component: lazyRouteComponent(() => import("../../features/contacts/ContactsScreen"), "ContactsScreen"),
});
const contact = createRoute({ getParentRoute: () => contacts, path: "$contactId" });
const companies = createRoute({
  getParentRoute: () => desk,
  path: "contacts/companies",
  component: lazyRouteComponent(() => import("./CompaniesRoute"), "CompaniesRoute"),
});
const company = createRoute({ getParentRoute: () => companies, path: "$companyId" });
const review = createRoute({
  getParentRoute: () => desk,
  path: "contacts/review",
  component: lazyRouteComponent(() => import("./ReviewScreen"), "ReviewScreen"),
});

const verifications = createRoute({
  getParentRoute: () => desk,
  path: "verifications",
  component: lazyRouteComponent(() => import("../../features/verification/VerificationsScreen"), "VerificationsScreen"),
});
const verification = createRoute({ getParentRoute: () => verifications, path: "$verificationId" });
const technicianVerifications = createRoute({
  getParentRoute: () => desk,
  path: "verifications/they-verify-us",
  component: lazyRouteComponent(
    () => import("../../features/technicianverification/TechnicianVerificationsScreen"),
    "TechnicianVerificationsScreen",
  ),
});
const technicianVerification = createRoute({
  getParentRoute: () => technicianVerifications,
  path: "$technicianVerificationId",
});

const manage = createRoute({ getParentRoute: () => desk, path: "manage", component: ManageGate });
const manageIndex = createRoute({
  getParentRoute: () => manage,
  path: "/",
  component: lazyRouteComponent(() => import("./ManageScreen"), "ManageScreen"),
});
const profile = createRoute({
  getParentRoute: () => manage,
  path: "profile",
  component: lazyRouteComponent(() => import("../../features/settings/ProfileScreen"), "ProfileScreen"),
});
const look = createRoute({
  getParentRoute: () => manage,
  path: "look",
  component: lazyRouteComponent(() => import("../../features/templates/LookScreen"), "LookScreen"),
});
const retention = createRoute({
  getParentRoute: () => manage,
  path: "retention",
  component: lazyRouteComponent(() => import("../../features/settings/RetentionScreen"), "RetentionScreen"),
});
const limits = createRoute({
  getParentRoute: () => manage,
  path: "limits",
  component: lazyRouteComponent(() => import("../../features/settings/LimitsScreen"), "LimitsScreen"),
});
const clientWords = createRoute({
  getParentRoute: () => manage,
  path: "they-verify-us",
  component: lazyRouteComponent(() => import("../../features/settings/ClientWordsScreen"), "ClientWordsScreen"),
});
const numbers = createRoute({
  getParentRoute: () => manage,
  path: "numbers",
  component: lazyRouteComponent(() => import("../../features/settings/NumbersScreen"), "NumbersScreen"),
});
const senders = createRoute({
  getParentRoute: () => manage,
  path: "senders",
  component: lazyRouteComponent(() => import("../../features/settings/SendersScreen"), "SendersScreen"),
});
const policies = createRoute({
  getParentRoute: () => manage,
  path: "policies",
  component: lazyRouteComponent(() => import("../../features/policies/PoliciesScreen"), "PoliciesScreen"),
});
const companyPolicy = createRoute({ getParentRoute: () => policies, path: "$companyId" });
const templates = createRoute({
  getParentRoute: () => manage,
  path: "templates",
  component: lazyRouteComponent(() => import("../../features/templates/TemplatesScreen"), "TemplatesScreen"),
});
const template = createRoute({ getParentRoute: () => templates, path: "$kind" });
const connections = createRoute({
  getParentRoute: () => manage,
  path: "connections",
  component: lazyRouteComponent(() => import("../../features/integrations/IntegrationsScreen"), "IntegrationsScreen"),
});
const addConnection = createRoute({
  getParentRoute: () => manage,
  path: "connections/add",
  component: lazyRouteComponent(
    () => import("../../features/integrations/AddIntegrationScreen"),
    "AddIntegrationScreen",
  ),
});
const addKind = createRoute({ getParentRoute: () => addConnection, path: "$kind" });
const connection = createRoute({
  getParentRoute: () => manage,
  path: "connections/$integrationId",
  component: lazyRouteComponent(() => import("../../features/integrations/IntegrationScreen"), "IntegrationScreen"),
});
const ticketDefaults = createRoute({
  getParentRoute: () => manage,
  path: "ticket-defaults",
  component: lazyRouteComponent(
    () => import("../../features/ticketdefaults/TicketDefaultsScreen"),
    "TicketDefaultsScreen",
  ),
});
const ticketDefault = createRoute({ getParentRoute: () => ticketDefaults, path: "$ticketDefaultId" });
const team = createRoute({
  getParentRoute: () => manage,
  path: "team",
  component: lazyRouteComponent(() => import("../../features/people/PeopleScreen"), "PeopleScreen"),
});
const apiKeys = createRoute({
  getParentRoute: () => manage,
  path: "api-keys",
  component: lazyRouteComponent(() => import("../../features/apikeys/ApiKeysScreen"), "ApiKeysScreen"),
});
const audit = createRoute({
  getParentRoute: () => manage,
  path: "audit",
  component: lazyRouteComponent(() => import("../../features/audit/AuditScreen"), "AuditScreen"),
});
/** An address that leads nowhere keeps the navigation. */
const nowhere = createRoute({ getParentRoute: () => desk, path: "$", component: NotFound });

const forgotten = createRoute({
  getParentRoute: () => root,
  path: "forgotten-password",
  component: lazyRouteComponent(() => import("../../session/ForgottenPassword"), "ForgottenPassword"),
});
const setPassword = createRoute({
  getParentRoute: () => root,
  path: "set-password",
  component: lazyRouteComponent(() => import("./SetPasswordScreen"), "SetPasswordScreen"),
});
const podSignIn = createRoute({
  getParentRoute: () => root,
  path: "pod-sign-in",
  component: lazyRouteComponent(() => import("../../features/podsignin/PodSignIn"), "PodSignIn"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    desk.addChildren([
      start,
      home,
      alerts,
      firstSteps,
      inbox,
      messages.addChildren([conversation]),
      tickets.addChildren([ticket]),
      notes,
      contacts.addChildren([contact]),
      companies.addChildren([company]),
      review,
      verifications.addChildren([verification]),
      technicianVerifications.addChildren([technicianVerification]),
      manage.addChildren([
        manageIndex,
        profile,
        look,
        retention,
        limits,
        clientWords,
        numbers,
        senders,
        policies.addChildren([companyPolicy]),
        templates.addChildren([template]),
        connections,
        addConnection.addChildren([addKind]),
        connection,
        ticketDefaults.addChildren([ticketDefault]),
        team,
        apiKeys,
        audit,
      ]),
      nowhere,
    ]),
    forgotten,
    setPassword,
    podSignIn,
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});
