import createClient, { type Middleware } from "openapi-fetch";
import { noteServerTime } from "../time/clock";
import { offline, ProblemError, problemOf, unreachable } from "./problem";
import { proving } from "./proving";
import { retrying } from "./retry";
import type { paths } from "./schema";

export interface Auth {
  /** The pod's bearer; the console has none and signs in by cookie. */
  bearer?: () => string | undefined;
  /** Called when the API no longer accepts the session. */
  onSignedOut: () => void;
  /** Has the person prove themselves, for acts that ask for it. */
  prove?: () => Promise<boolean>;
}

export type Api = ReturnType<typeof makeApi>;

export function makeApi(auth: Auth) {
  const send = auth.prove ? proving(retrying(), auth.prove) : retrying();
  const client = createClient<paths>({ baseUrl: "/v1", credentials: "same-origin", fetch: send });
  client.use(speaks(auth));
  return client;
}

/** One key per intention: a repeated POST keeps its key, a new press of the button gets a new one. */
export function idempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function speaks(auth: Auth): Middleware {
  return {
    onRequest({ request }) {
      if (!navigator.onLine) throw offline();
      if (request.method === "POST") request.headers.set("Idempotency-Key", idempotencyKey());
      const bearer = auth.bearer?.();
      if (bearer) request.headers.set("Authorization", `Bearer ${bearer}`);
      return request;
    },
    async onResponse({ request, response }) {
      noteServerTime(response.headers.get("date"));
      if (response.status !== 401 || request.url.endsWith("/v1/session")) return;
      // 401 is also the answer to a wrong password or code. Only the code "unauthorized" ends the session.
      const body: unknown = await response
        .clone()
        .json()
        .catch(() => undefined);
      if (problemOf(body, response).code === "unauthorized") auth.onSignedOut();
    },
  };
}

/** The data of an answer; a refusal is thrown as a ProblemError. */
export async function unwrap<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer.catch((reason: unknown) => {
    throw reason instanceof ProblemError || (reason instanceof DOMException && reason.name === "AbortError")
      ? reason
      : unreachable();
  });
  if (!response.ok) throw problemOf(error, response);
  return data as T;
}
