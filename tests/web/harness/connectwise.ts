import { expect, type Page } from "@playwright/test";
import { otherSite } from "./otherSite";

/** What the page heard from its pod, in order. */
export type Heard = Record<string, unknown>;

/** Plays ConnectWise around the pod: gives the frame its id, loads records, and hangs until each event is answered. */
const script = `
  const frameID = "frame-" + Math.random().toString(36).slice(2);
  const member = { memberEmail: "sam@bluepeak.example", memberid: "SamP", memberHash: "a-hash-that-nobody-keeps" };
  let number = 0;
  const cw = { frameID, heard: [], waiting: new Set(), record: undefined };
  const say = (message) => frames.pod.postMessage(JSON.stringify(message), podOrigin);
  cw.say = say;
  cw.raise = (event) => { const _id = "event-" + ++number; cw.waiting.add(_id); say({ event, _id, data: { screenObject: cw.record } }); };
  cw.load = (screen, id) => { cw.record = { screen, id, hostedAs: "pod" }; cw.raise("onLoad"); };
  addEventListener("message", (event) => {
    if (event.source !== frames.pod || event.origin !== podOrigin || typeof event.data !== "string") return;
    const message = JSON.parse(event.data);
    cw.heard.push(message);
    if (message.message === "ready") { say({ MessageFrameID: frameID }); if (cw.record) cw.raise("onLoad"); return; }
    if (message.frameID !== frameID) return;
    if (message.hosted_request === "getMemberAuthentication") say({ response: "getmemberauthentication", data: member });
    if (message.result === "success") cw.waiting.delete(message._id);
  });
  window.cw = cw;`;

interface ConnectWise {
  frameID: string;
  heard: Heard[];
  waiting: Set<string>;
  say: (message: unknown) => void;
  raise: (event: string) => void;
  load: (screen: string, id: number) => void;
}

/** ConnectWise's page around a pod, on another site. */
export class ConnectWisePage {
  readonly #page: Page;
  readonly close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.#page = page;
    this.close = close;
  }

  static async open(page: Page, podUrl: string, size: { width: number; height: number }): Promise<ConnectWisePage> {
    const site = await otherSite(podUrl, size, {
      script: `const podOrigin = ${JSON.stringify(new URL(podUrl).origin)};${script}`,
    });
    await page.goto(site.url);
    return new ConnectWisePage(page, site.close);
  }

  heard(): Promise<Heard[]> {
    return this.#page.evaluate(() => (window as unknown as { cw: ConnectWise }).cw.heard);
  }

  frameId(): Promise<string> {
    return this.#page.evaluate(() => (window as unknown as { cw: ConnectWise }).cw.frameID);
  }

  load(screen: string, id: string): Promise<void> {
    return this.#page.evaluate(
      ([screen, id]) => (window as unknown as { cw: ConnectWise }).cw.load(screen as string, Number(id)),
      [screen, id],
    );
  }

  raise(event: string): Promise<void> {
    return this.#page.evaluate((event) => (window as unknown as { cw: ConnectWise }).cw.raise(event), event);
  }

  /** Waits until the pod has answered everything: until then ConnectWise's screen hangs. */
  async moves(): Promise<void> {
    await expect
      .poll(() => this.#page.evaluate(() => (window as unknown as { cw: ConnectWise }).cw.waiting.size), {
        timeout: 5_000,
      })
      .toBe(0);
  }
}
