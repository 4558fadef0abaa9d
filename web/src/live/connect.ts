import { backoff } from "./backoff";
import { EventStreamParser, type ServerEvent } from "./parse";

/** `refused`: the API no longer knows us, so there is no sense in trying on. */
export type LiveState = "connecting" | "open" | "lost" | "refused";

export interface Connection {
  headers: () => Record<string, string>;
  onEvent: (event: ServerEvent) => void;
  onState: (state: LiveState) => void;
  /** Called when the API refuses the credentials; true when there are new ones. */
  onRefused: () => Promise<boolean>;
  signal: AbortSignal;
}

/** A stream without data for this long is dead, in milliseconds: the API sends a comment at least every 20 s. */
const silence = 50_000;

/** Holds the event stream open until aborted. Fetch instead of EventSource, because the pod must send its bearer. */
export async function connect(connection: Connection): Promise<void> {
  const { signal, onState } = connection;
  let lastId: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    onState(failures === 0 ? "connecting" : "lost");
    const startedAt = Date.now();
    const outcome = await listen(connection, lastId, (id) => (lastId = id)).catch(() => "dropped" as const);
    if (signal.aborted) return;
    if (outcome === "refused" && !(await connection.onRefused())) return onState("refused");
    // Only streams that end quickly make the next pause longer.
    failures = Date.now() - startedAt > 10_000 ? 1 : failures + 1;
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
  // A machine that goes offline leaves a dead connection open; without this, an old picture would stay until the
  // silence ends.
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

/** Waits, but at most until the machine comes back online. */
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
