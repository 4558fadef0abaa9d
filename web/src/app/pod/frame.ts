import { initialState, memberRequest, type Received, readyMessage, receive } from "./connectwise";
import { covers, type Host } from "./host";

type Shown = NonNullable<Received["record"]>;

/**
 * The pod's end of the exchange with ConnectWise's page. It listens to its parent window only, answers at once, and
 * keeps the record to show.
 */
export class Frame {
  #at = initialState;
  /** Of the page that spoke to us. */
  #origin: string | undefined;
  #shown: Shown | undefined;
  #email: string | undefined;
  #asks: "never" | "wanted" | "asked" = "never";
  readonly #window: Window;
  readonly #host: Host;
  readonly #listeners = new Set<() => void>();

  constructor(window: Window, host: Host) {
    this.#window = window;
    this.#host = host;
  }

  /** The record on screen; a new object each time that one is loaded, also when it is the same one again. */
  readonly shown = (): Shown | undefined => this.#shown;
  /** Whose e-mail address the sign-in may begin with. */
  readonly email = (): string | undefined => this.#email;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Starts to listen and tells the host so. Only ConnectWise sends messages to its pods. */
  start(): void {
    if (this.#host.kind !== "connectwise" || this.#window.parent === this.#window) return;
    this.#window.addEventListener("message", this.#onMessage);
    // The message holds nothing secret, and the page's policy has already limited who can frame the pod.
    this.#window.parent.postMessage(readyMessage(), "*");
  }

  stop(): void {
    this.#window.removeEventListener("message", this.#onMessage);
  }

  /** Asks for the member's e-mail address, once and as soon as ConnectWise can be asked. */
  readonly wantEmail = (): void => {
    if (this.#asks === "never") this.#asks = "wanted";
    this.#ask();
  };

  #ask(): void {
    if (this.#asks !== "wanted" || this.#at.frameId === undefined || this.#origin === undefined) return;
    this.#asks = "asked";
    this.#window.parent.postMessage(memberRequest(this.#at), this.#origin);
  }

  readonly #onMessage = (event: MessageEvent): void => {
    if (event.source === null || event.source !== this.#window.parent || !covers(this.#host.origins, event.origin))
      return;
    const turn = receive(this.#at, event.data);
    this.#at = turn.next;
    this.#origin = event.origin;
    for (const words of turn.replies) this.#window.parent.postMessage(words, event.origin);
    this.#ask();
    if (turn.record) this.#shown = turn.record;
    if (turn.email) this.#email = turn.email;
    if (turn.record || turn.email) for (const listener of this.#listeners) listener();
  };
}
