import { expect } from "@playwright/test";

type Headers = Record<string, string>;

/** Sends one JSON request and returns the JSON answer; anything but a 2xx fails the story. */
export async function request<T>(method: string, url: string, body?: unknown, headers: Headers = {}): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, `${method} ${url}: ${answer.status} ${text}`).toBe(true);
  return (text ? JSON.parse(text) : undefined) as T;
}
