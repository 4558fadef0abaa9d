import { expect } from "@playwright/test";
import { dev } from "./dev";

/** What reached a phone or an inbox. */
export interface Message {
  id: string;
  to: string;
  subject: string;
  body: string;
  links: string[] | null;
}

export async function messages(to: string): Promise<Message[]> {
  const answer = await fetch(`${dev().sandbox_url}/_sandbox/messages?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { items: Message[] }).items;
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
        await fetch(`${dev().sandbox_url}/_sandbox/call/${call.id}/keys`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ digits }),
        });
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
        await fetch(`${dev().sandbox_url}/_sandbox/call/${call.id}/keys`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ digits: "1" }),
        });
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
  const answer = await fetch(`${dev().sandbox_url}/_sandbox/sms`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ from, to: dev().verification_number, body }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

/** Makes a provider fail for whatever goes to one address next. */
export async function fault(
  provider: "twilio" | "sendgrid",
  mode: "refuse" | "accept_then_drop",
  to: string,
  count = 1,
): Promise<void> {
  const answer = await fetch(`${dev().sandbox_url}/_sandbox/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ provider, mode, to, count }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}
