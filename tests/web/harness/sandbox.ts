import { expect } from "@playwright/test";
import { dev } from "./dev";
import { request } from "./request";

/** What reached a phone or an inbox. */
export interface Message {
  id: string;
  to: string;
  subject: string;
  body: string;
  links: string[] | null;
}

/** Ids of records that were made in one go. */
export interface Range {
  first: string;
  last: string;
}

type Population = { companies: Range; contacts: Range; tickets: Range };

interface Fault {
  provider: "twilio" | "sendgrid";
  mode: "refuse" | "accept_then_drop";
  to: string;
  count: number;
}

interface Letter {
  from: string;
  to: string;
  subject: string;
  body: string;
  /** How the checks of the sender ended; each passes unless it is said. */
  dkim?: string;
  spf?: string;
}

interface ConnectWiseTicket {
  summary: string;
  company: { id: number };
  contact: { id: number };
}

const call = <T>(method: "GET" | "POST", path: string, body?: unknown, headers?: Record<string, string>): Promise<T> =>
  request<T>(method, `${dev().sandbox_url}${path}`, body, headers);

/** What the API member of the sandbox's ConnectWise sends along. */
const connectWiseMember = {
  Authorization: `Basic ${btoa("sandbox+sandbox-public-key:sandbox-private-key")}`,
  clientId: "5c0de5a9-7b1d-4d44-9e0c-3f9b6a1d2c11",
  Accept: "application/vnd.connectwise.com+json; version=2025.1",
};

/** The sandbox's control verbs. */
export const sandbox = {
  messages: (to: string) => call<{ items: Message[] }>("GET", `/_sandbox/messages?to=${encodeURIComponent(to)}`),
  pressKeys: (callId: string, digits: string) => call<void>("POST", `/_sandbox/call/${callId}/keys`, { digits }),
  sendSMS: (sms: { from: string; to: string; body: string }) => call<void>("POST", "/_sandbox/sms", sms),
  sendMail: (letter: Letter) => call<void>("POST", "/_sandbox/email", letter),
  addFault: (fault: Fault) => call<void>("POST", "/_sandbox/faults", fault),
  populateConnectWise: (size: { companies: number; contacts: number; tickets: number; seed: number }) =>
    call<Population>("POST", "/_sandbox/psa/connectwise/populate", size),
  connectWiseTicket: (id: string) =>
    call<{ notes: { text: string }[] | null }>("GET", `/_sandbox/psa/connectwise/tickets/${id}`),
  addConnectWiseTicket: (ticket: ConnectWiseTicket) =>
    call<{ id: number }>("POST", "/connectwise/v4_6_release/apis/3.0/service/tickets", ticket, connectWiseMember),
};

export async function messages(to: string): Promise<Message[]> {
  return (await sandbox.messages(to)).items;
}

/** The nth message (from 1) that reached an address. */
export async function message(to: string, n = 1): Promise<Message> {
  let found: Message | undefined;
  await expect
    .poll(
      async () => {
        found = (await messages(to))[n - 1];
        return found !== undefined;
      },
      {
        message: `message ${n} to ${to}`,
        intervals: [50],
        timeout: 20_000,
      },
    )
    .toBe(true);
  return found as Message;
}

/** The code of the nth message. */
export async function code(to: string, n = 1): Promise<string> {
  return /\b\d{6,8}\b/.exec((await message(to, n)).body)?.[0] ?? "";
}

/** A code of as many digits that is not the right one. */
export function wrong(right: string): string {
  return Array.from(right, (digit) => String((Number(digit) + 1) % 10)).join("");
}

/** The link of the nth message whose address holds `part`. */
export async function link(to: string, part: string, n = 1): Promise<string> {
  const found = (await message(to, n)).links?.find((each) => each.includes(part));
  expect(found, `a link with ${part}`).toBeDefined();
  return found as string;
}

/** Presses a key in the nth call once it rings, and waits until the call says `wanted`. */
export async function presses(to: string, digits: string, wanted: string, n = 1): Promise<void> {
  const call = await message(to, n);
  await expect
    .poll(
      async () => {
        await sandbox.pressKeys(call.id, digits);
        return (await messages(to))[n - 1]?.body ?? "";
      },
      { intervals: [100], timeout: 20_000 },
    )
    .toContain(wanted);
}

/** Presses a key in the nth call and hears the code. */
export async function hears(to: string, n = 1): Promise<string> {
  const call = await message(to, n);
  let heard = "";
  await expect
    .poll(
      async () => {
        await sandbox.pressKeys(call.id, "1");
        heard = /(\d, ){5,7}\d/.exec((await messages(to))[n - 1]?.body ?? "")?.[0] ?? "";
        return heard;
      },
      { intervals: [100], timeout: 20_000 },
    )
    .not.toBe("");
  return heard.replaceAll(", ", "");
}

/** Somebody writes an SMS to the help desk. */
export async function texts(from: string, body: string): Promise<void> {
  await sandbox.sendSMS({ from, to: dev().verification_number, body });
}

/** Somebody mails the help desk in the name of an address that is not theirs. */
export async function forges(from: string, body: string): Promise<void> {
  await sandbox.sendMail({ from, to: dev().verification_mailbox, subject: "Hello", body, dkim: "fail", spf: "fail" });
}

/** Makes a provider fail for whatever goes to one address next. */
export async function fault(provider: Fault["provider"], mode: Fault["mode"], to: string, count = 1): Promise<void> {
  await sandbox.addFault({ provider, mode, to, count });
}
