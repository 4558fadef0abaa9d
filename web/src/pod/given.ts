/** What the page around the pod says about the ticket on screen. */
export interface Given {
  contactId: string | undefined;
  ticketId: string | undefined;
  /** What to look for when no contact is given. */
  search: string;
  /** Exact enough to open the only hit at once. */
  exact: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readGiven(query: string): Given {
  const params = new URLSearchParams(query);
  const contact = params.get("contact_id") ?? "";
  const exactly = params.get("email")?.trim() || params.get("phone")?.trim();
  return {
    contactId: uuid.test(contact) ? contact.toLowerCase() : undefined,
    ticketId: params.get("ticket_id")?.trim().slice(0, 64) || undefined,
    search: (exactly || params.get("query")?.trim() || "").slice(0, 100),
    exact: Boolean(exactly),
  };
}

/** Reads it once, then takes a person's data out of the address; ids may stay. */
export function takeGiven(location: Location, history: History): Given {
  const given = readGiven(location.search);
  const params = new URLSearchParams(location.search);
  for (const name of ["query", "email", "phone"]) params.delete(name);
  history.replaceState(history.state, "", `${location.pathname}${params.size > 0 ? `?${params}` : ""}`);
  return given;
}
