import { randomInt } from "node:crypto";
import type { NewUser, Policy } from "../../../web/src/api/types";
import { api } from "./api";
import { unique } from "./unique";

/** A contact with a phone and an inbox of their own. */
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
    await api.saveSettings({
      retention_days: 365,
      sends_per_minute: 600,
      spend_per_day_cents: 1_000_000,
      country: "US",
    });
    const name = `Client ${unique()}`;
    const { id } = await api.addCompany({ name, country: "US" });
    return new Desk({ id, name });
  }

  async person(name: string): Promise<Person> {
    const local = name.toLowerCase().replaceAll(" ", ".");
    const given = {
      name: `${name} ${unique()}`,
      mobile: `+1415${randomInt(2_000_000, 9_999_999)}`,
      email: `${local}.${unique()}@client.example`,
    };
    const { id } = await api.addContact({ ...given, company_id: this.company.id });
    return { id, first: name.split(" ")[0] as string, ...given };
  }

  /** Gives the company a policy of its own: the default with changes. */
  async policy(changes: Partial<Policy>): Promise<void> {
    await api.setPolicy(this.company.id, { ...(await api.defaultPolicy()), ...changes });
  }

  /** An invitation, as an admin sends it. */
  async invite({ name, ...rights }: { name: string } & Partial<NewUser>): Promise<string> {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}.${unique()}@bluepeak.example`;
    await api.addUser({
      role: "technician",
      use_mfa: false,
      allow_ui: true,
      limited: false,
      company_ids: [],
      ...rights,
      name: `${name} ${unique()}`,
      email,
    });
    return email;
  }
}
