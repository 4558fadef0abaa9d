import { backoff } from "./backoff";
import { EventStreamParser, type ServerEvent } from "./parse";

/** `refused`: the API no longer knows us, so there is no sense in trying on. */
export type LiveState = "connecting" | "open" | "lost" | "refused";

export interface Connection {
  headers: () => Record<string, string>;
  onEvent: (event: ServerEvent) => void;
  onState: (state: LiveState) => void;
  /** Asked when the API does not know us any more; true when there are new credentials. */
  onRefused: () => Promise<boolean>;
  signal: AbortSignal;
}

/** A stream this quiet is dead: the API sends a comment at least every 20 s. */
const silence = 50_000;

/** Holds the event stream open until aborted. Fetch instead of EventSource, because the pod must send its bearer. */
export async function connect(connection: Connection): Promise<void> {
  const { signal, onState } = connection;
  let lastId: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    onState(failures === 0 ? "connecting" : "lost");
    const begun = Date.now();
    const outcome = await listen(connection, lastId, (id) => (lastId = id)).catch(() => "dropped" as const);
    if (signal.aborted) return;
    if (outcome === "refused" && !(await connection.onRefused())) return onState("refused");
    // A stream that lived for a while was healthy; only quick deaths make us wait longer.
    failures = Date.now() - begun > 10_000 ? 1 : failures + 1;
    onState("lost");
    await pause(backoff(failures - 1, Math.random()), signal);
  }
}

async function listen(
  connection: Connection,
  lastId: string | undefined,
  keepId: (id: string) => void,
): Promise<"dropped" | "refused"> {
  const quiet = new AbortController();
  const signal = AbortSignal.any([connection.signal, quiet.signal]);
  const cut = () => quiet.abort();
  let timer = setTimeout(cut, silence);
  // A machine that goes offline leaves the connection open and dead; waiting for the silence would show an old picture for longer.
  window.addEventListener("offline", cut);
  try {
    const headers = {
      Accept: "text/event-stream",
      ...connection.headers(),
      ...(lastId === undefined ? {} : { "Last-Event-ID": lastId }),
    };
    const response = await fetch("/v1/events", { headers, signal, credentials: "same-origin", cache: "no-store" });
    if (response.status === 401) return "refused";
    if (!response.ok || !response.body) return "dropped";
    connection.onState("open");
    const parser = new EventStreamParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "dropped";
      clearTimeout(timer);
      timer = setTimeout(cut, silence);
      for (const event of parser.feed(value)) {
        if (event.id !== undefined) keepId(event.id);
        connection.onEvent(event);
      }
    }
  } finally {
    clearTimeout(timer);
    window.removeEventListener("offline", cut);
  }
}

/** Waits, or less when the machine comes back online. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      signal.removeEventListener("abort", finish);
      done();
    };
    const timer = setTimeout(finish, milliseconds);
    window.addEventListener("online", finish);
    signal.addEventListener("abort", finish);
  });
}
