import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Contact } from "../../../web/src/api/types";
import { api } from "./api";
import { type Range, sandbox } from "./sandbox";

/** A contact that was synced from the sandbox's ConnectWise, with a phone of their own. */
export interface Synced {
  id: string;
  name: string;
  mobile: string;
  /** What ConnectWise calls them. */
  at: string;
}

/** The ConnectWise that the demo MSP is connected to. */
export async function connection(): Promise<string> {
  const [first] = await api.integrations();
  expect(first?.kind, "it was connected before any other").toBe("connectwise");
  return first?.id ?? "";
}

/** Adds a company with people and tickets, none of which has a contact. */
export async function populate(
  contacts: number,
  tickets = 0,
): Promise<{ company: string; tickets: Range; contacts: Range }> {
  const made = await sandbox.populateConnectWise({ companies: 1, contacts, tickets, seed: randomInt(2 ** 31) });
  return { company: made.companies.first, contacts: made.contacts, tickets: made.tickets };
}

/** Syncs until everybody of a company is here, and lists whom a code can reach. */
export async function reachable(integration: string, company: string, count: number): Promise<Synced[]> {
  let people: Contact[] = [];
  await expect
    .poll(
      async () => {
        await api.sync(integration);
        const found = await api.contacts({ email: `company-${company}.example` });
        // Another story's connection brings the same people once more.
        people = found.filter((each) => each.sources?.some((source) => source.integration_id === integration));
        return people.length;
      },
      { intervals: [500], timeout: 60_000 },
    )
    .toBe(count);
  return people
    .filter(
      (each) =>
        !each.inactive_since && !each.shields.some((shield) => shield.kind === "mobile" && shield.cooling_until),
    )
    .flatMap(({ id, name, mobile, sources }) =>
      mobile ? { id, name, mobile, at: sources?.[0]?.external_id ?? "" } : [],
    );
}

/** A new ticket, as somebody makes one in ConnectWise. */
export async function ticketOf(company: string, contact: string): Promise<string> {
  const made = await sandbox.addConnectWiseTicket({
    summary: "Cannot log in",
    company: { id: Number(company) },
    contact: { id: Number(contact) },
  });
  return String(made.id);
}

/** What ConnectWise holds of a ticket's notes. */
export async function notes(ticket: string): Promise<string[]> {
  const { notes } = await sandbox.connectWiseTicket(ticket);
  return notes?.map((note) => note.text) ?? [];
}
