import { type Place, readRecordId, readScreen } from "./place";

/** The parameters with which the host page opens the pod. */
export interface LaunchParams {
  contactId: string | undefined;
  ticketId: string | undefined;
  /** What to look for when no contact is given. */
  search: string;
  /** Exact enough to open the only hit at once. */
  exact: boolean;
  /** The record beside which the pod stands. It decides the contact, unless a contact id of ours is given. */
  place: Place | undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads the pod's address. An app that adds parameters of its own names the connection in the path: /pod/{integration}.
 */
export function readLaunchParams(query: string, path = "/pod"): LaunchParams {
  const params = new URLSearchParams(query);
  const exactly = params.get("email")?.trim() || params.get("phone")?.trim();
  const contactId = known(params.get("contact_id"));
  const integrationId = known(params.get("integration") || path.split("/")[2]);
  return {
    contactId,
    ticketId: params.get("ticket_id")?.trim().slice(0, 64) || undefined,
    search: (exactly || params.get("query")?.trim() || "").slice(0, 100),
    exact: Boolean(exactly),
    place:
      integrationId && !contactId
        ? { integrationId, screen: readScreen(params.get("screen")), id: readRecordId(params.get("id")) }
        : undefined,
  };
}

function known(id: string | null | undefined): string | undefined {
  return id && uuid.test(id) ? id.toLowerCase() : undefined;
}

/** Reads the parameters once, then removes personal data from the address. Ids may stay. */
export function takeLaunchParams(location: Location, history: History): LaunchParams {
  const launchParams = readLaunchParams(location.search, location.pathname);
  const params = new URLSearchParams(location.search);
  for (const name of ["query", "email", "phone"]) params.delete(name);
  history.replaceState(history.state, "", `${location.pathname}${params.size > 0 ? `?${params}` : ""}`);
  return launchParams;
}
