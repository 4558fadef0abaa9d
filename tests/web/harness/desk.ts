import { randomBytes, randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { dev } from "./dev";

/** Somebody on file, with a phone and an inbox that nobody else has. */
export interface Person {
  id: string;
  name: string;
  first: string;
  mobile: string;
  email: string;
}

/** Prepares what a story needs, over the API. Each desk has a client company of its own, so that stories share nothing. */
export class Desk {
  readonly company: { id: string; name: string };

  private constructor(company: { id: string; name: string }) {
    this.company = company;
  }

  static async open(): Promise<Desk> {
    await api("PUT", "/settings", { retention_days: 365, sends_per_minute: 600, spend_per_day_cents: 1_000_000 });
    const name = `Client ${unique()}`;
    const { id } = await api<{ id: string }>("POST", "/companies", { name, country: "US" });
    return new Desk({ id, name });
  }

  async person(name: string): Promise<Person> {
    const local = name.toLowerCase().replaceAll(" ", ".");
    const given = {
      name: `${name} ${unique()}`,
      mobile: `+1415${randomInt(2_000_000, 9_999_999)}`,
      email: `${local}.${unique()}@client.example`,
    };
    const { id } = await api<{ id: string }>("POST", "/contacts", { ...given, company_id: this.company.id });
    return { id, first: name.split(" ")[0] as string, ...given };
  }

  /** Gives the company a policy of its own: the default with changes. */
  async policy(changes: Record<string, unknown>): Promise<void> {
    const { policy } = await api<{ policy: Record<string, unknown> }>("GET", "/policies/default");
    await api("PUT", `/companies/${this.company.id}/policy`, { ...policy, ...changes });
  }

  /** An invitation, as an admin sends it. */
  async invite(person: { name: string; role?: string; use_mfa?: boolean; allow_ui?: boolean }): Promise<string> {
    const email = `${person.name.toLowerCase().replaceAll(" ", ".")}.${unique()}@bluepeak.example`;
    await api("POST", "/users", {
      role: "technician",
      use_mfa: false,
      allow_ui: true,
      limited: false,
      company_ids: [],
      ...person,
      email,
    });
    return email;
  }
}

export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${dev().api_url}/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${dev().api_key}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(method === "POST" ? { "Idempotency-Key": unique() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
  return (text ? JSON.parse(text) : undefined) as T;
}

export function unique(): string {
  return randomBytes(4).toString("hex");
}
