import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { api } from "./desk";
import { dev } from "./dev";

/** Somebody who came out of the sandbox's ConnectWise, with a phone of their own. */
export interface Synced {
  id: string;
  name: string;
  mobile: string;
  /** What ConnectWise calls them. */
  at: string;
}

/** The ConnectWise that the demo MSP is connected to. */
export async function connection(): Promise<string> {
  const { items } = await api<{ items: { id: string; kind: string }[] }>("GET", "/integrations");
  expect(items[0]?.kind, "it was connected before any other").toBe("connectwise");
  return (items[0] as { id: string }).id;
}

interface Range {
  first: string;
  last: string;
}

/** Adds a company with people and tickets, none of which has a contact. */
export async function populate(
  contacts: number,
  tickets = 0,
): Promise<{ company: string; tickets: Range; contacts: Range }> {
  const made = await sandbox<{ companies: Range; contacts: Range; tickets: Range }>(
    "POST",
    "/_sandbox/psa/connectwise/populate",
    { companies: 1, contacts, tickets, seed: randomInt(2 ** 31) },
  );
  return { company: made.companies.first, contacts: made.contacts, tickets: made.tickets };
}

/** Syncs until everybody of a company is here, and lists whom a code can reach. */
export async function reachable(integration: string, company: string, count: number): Promise<Synced[]> {
  let people: (Omit<Synced, "at"> & {
    inactive_since?: string;
    sources: { integration_id: string; external_id: string }[];
  })[] = [];
  await expect
    .poll(
      async () => {
        await api("POST", `/integrations/${integration}/sync`);
        const { items } = await api<{ items: typeof people }>(
          "GET",
          `/contacts?limit=200&email=company-${company}.example`,
        );
        people = items.filter((each) => each.sources.some((source) => source.integration_id === integration)); // another story's connection brings the same people once more
        return people.length;
      },
      { intervals: [500], timeout: 60_000 },
    )
    .toBe(count);
  return people
    .filter((each) => each.mobile && !each.inactive_since)
    .map(({ id, name, mobile, sources }) => ({ id, name, mobile, at: sources[0]?.external_id ?? "" }));
}

/** A new ticket, as somebody makes one in ConnectWise. */
export async function ticketOf(company: string, contact: string): Promise<string> {
  const made = await sandbox<{ id: number }>(
    "POST",
    "/connectwise/v4_6_release/apis/3.0/service/tickets",
    { summary: "Cannot log in", company: { id: Number(company) }, contact: { id: Number(contact) } },
    {
      Authorization: `Basic ${btoa("sandbox+sandbox-public-key:sandbox-private-key")}`,
      clientId: "5c0de5a9-7b1d-4d44-9e0c-3f9b6a1d2c11",
      Accept: "application/vnd.connectwise.com+json; version=2025.1",
    },
  );
  return String(made.id);
}

/** What ConnectWise holds of a ticket's notes. */
export async function notes(ticket: string): Promise<string[]> {
  return (
    (
      await sandbox<{ notes: { text: string }[] | null }>("GET", `/_sandbox/psa/connectwise/tickets/${ticket}`)
    ).notes?.map((note) => note.text) ?? []
  );
}

async function sandbox<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await fetch(`${dev().sandbox_url}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
  return JSON.parse(text) as T;
}
