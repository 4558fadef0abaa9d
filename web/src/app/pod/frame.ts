import { initialState, memberRequest, type Received, readyMessage, receive } from "./connectwise";
import { covers, type Host } from "./host";

type Shown = NonNullable<Received["record"]>;

/** Our end of the conversation with ConnectWise's page: hears its parent window alone, answers at once, and keeps what the pod shows. */
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

  /** Begins to listen, and says so. Only ConnectWise speaks to its pods. */
  start(): void {
    if (this.#host.kind !== "connectwise" || this.#window.parent === this.#window) return;
    this.#window.addEventListener("message", this.#onMessage);
    // It says nothing but that there is a pod; the policy of the page has settled in whose frame.
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
