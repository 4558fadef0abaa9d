import { unreachable } from "../../api/problem";

interface Token {
  token: string;
  expires_at: string;
}

/** Refresh this long before the bearer's end. */
const early = 90_000;

export type BearerState = "starting" | "in" | "out" | "unreachable";

/**
 * The pod's bearer token. It lives in this page's memory only. The partitioned cookie that renews it is out of reach of
 * scripts.
 */
export class Bearer {
  #token: Token | undefined;
  #state: BearerState = "starting";
  #running: Promise<boolean> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  /** The tokens are good in the pod of this connection alone; undefined: in one that no connection frames. */
  constructor(readonly integrationId: string | undefined) {}

  readonly state = (): BearerState => this.#state;
  readonly current = (): string | undefined => this.#token?.token;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /**
   * Renews the bearer; false when the person has to sign in. Concurrent callers share one renewal, because each renewal
   * voids the one before.
   */
  readonly refresh = (): Promise<boolean> => {
    this.#running ??= this.#ask("/v1/pod/refresh", {}, false).finally(() => (this.#running = undefined));
    return this.#running;
  };

  /** Exchanges the code that the sign-in window handed over. */
  readonly exchange = (code: string, verifier: string): Promise<boolean> =>
    this.#ask("/v1/pod/token", { code, verifier }, true);

  /** Forgets the bearer, once the session behind it has ended. */
  readonly leave = (): void => {
    clearTimeout(this.#timer);
    this.#token = undefined;
    this.#become("out");
  };

  async #ask(path: string, body: object, throws: boolean): Promise<boolean> {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "include",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...body, integration_id: this.integrationId }),
    }).catch(() => undefined);
    if (answer?.ok) {
      this.#keep((await answer.json()) as Token);
      return true;
    }
    // A network failure does not end the bearer: the refresh is tried again, and the old bearer is good until it
    // expires.
    if (!answer || answer.status >= 500) {
      if (this.#token) this.#renewIn(5_000);
      else this.#become("unreachable");
      if (throws) throw unreachable();
      return false;
    }
    this.#token = undefined;
    this.#become("out");
    return false;
  }

  #keep(token: Token): void {
    this.#token = token;
    this.#renewIn(Math.max(5_000, Date.parse(token.expires_at) - Date.now() - early));
    this.#become("in");
  }

  #renewIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), milliseconds);
  }

  #become(state: BearerState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
