import { describe, expect, it } from "vitest";
import { Frame } from "./frame";

const cw = "https://na.myconnectwise.net";
const load = (id: number, screen = "ticket") =>
  JSON.stringify({ event: "onLoad", _id: id, data: { screenObject: { screen, id } } });

/** A pod's window in somebody's page. */
function framed(kind = "connectwise", origins = ["https://*.myconnectwise.net"]) {
  const listeners = new Set<(event: MessageEvent) => void>();
  const told: [message: unknown, origin: string][] = [];
  const parent = {
    postMessage: (text: string, origin: string) => void told.push([JSON.parse(text), origin]),
  } as unknown as Window;
  const window = {
    parent,
    addEventListener: (_: string, listener: (event: MessageEvent) => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: (event: MessageEvent) => void) => void listeners.delete(listener),
  } as unknown as Window;
  const frame = new Frame(window, { kind, integrationId: undefined, origins });
  frame.start();
  const hears = (data: unknown, from: Partial<MessageEvent> = {}) => {
    for (const listener of listeners) listener({ source: parent, origin: cw, data, ...from } as MessageEvent);
  };
  return { frame, told, hears, window };
}

describe("the pod in ConnectWise's page", () => {
  it("is ready, answers at once and shows what was loaded", () => {
    const { frame, told, hears } = framed();
    hears(JSON.stringify({ MessageFrameID: "f" }));
    hears(load(456));
    expect(told).toEqual([
      [{ message: "ready" }, "*"],
      [{ event: "onLoad", _id: 456, result: "success", frameID: "f" }, cw],
    ]);
    expect(frame.shown()).toEqual({ screen: "ticket", id: "456" });
  });

  it("tells of the same record again, since it may have changed", () => {
    const { frame, hears } = framed();
    let times = 0;
    frame.subscribe(() => times++);
    hears(load(456));
    const before = frame.shown();
    hears(load(456));
    expect(frame.shown()).not.toBe(before);
    expect(times).toBe(2);
  });

  it.each<[string, Partial<MessageEvent>]>([
    ["another origin", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
    ["another window", { source: {} as Window }],
    ["no window", { source: null }],
  ])("neither hears nor answers %s", (_, from) => {
    const { frame, told, hears } = framed();
    frame.wantEmail();
    hears(JSON.stringify({ MessageFrameID: "f" }), from);
    hears(load(456), from);
    hears(JSON.stringify({ response: "getmemberauthentication", data: { memberEmail: "mallory@evil.example" } }), from);
    expect(told).toEqual([[{ message: "ready" }, "*"]]);
    expect([frame.shown(), frame.email()]).toEqual([undefined, undefined]);
  });

  it("asks for the member's address once, when it is wanted", () => {
    const { frame, told, hears } = framed();
    hears(JSON.stringify({ MessageFrameID: "f" }));
    expect(told).toHaveLength(1);
    frame.wantEmail();
    frame.wantEmail();
    hears(JSON.stringify({ MessageFrameID: "f" }));
    expect(told.slice(1)).toEqual([[{ hosted_request: "getMemberAuthentication", frameID: "f" }, cw]]);
    hears(JSON.stringify({ response: "getmemberauthentication", data: { memberEmail: "sam@bluepeak.example" } }));
    expect(frame.email()).toBe("sam@bluepeak.example");
  });

  it("asks as soon as it can when it was wanted before", () => {
    const { frame, told, hears } = framed();
    frame.wantEmail();
    hears(JSON.stringify({ MessageFrameID: 3 }));
    expect(told.slice(1)).toEqual([[{ hosted_request: "getMemberAuthentication", frameID: 3 }, cw]]);
  });

  it.each(["halopsa", ""])("says nothing where the page is of kind %j", (kind) => {
    const { frame, told, hears } = framed(kind);
    hears(load(456));
    expect(told).toEqual([]);
    expect(frame.shown()).toBeUndefined();
  });

  it("stops", () => {
    const { frame, told, hears } = framed();
    frame.stop();
    hears(load(456));
    expect(told).toHaveLength(1);
  });

  it("says nothing in a window of its own", () => {
    const told: unknown[] = [];
    const alone = {
      postMessage: (message: unknown) => void told.push(message),
      addEventListener: () => void told.push("listens"),
    } as unknown as Window;
    Object.assign(alone, { parent: alone });
    new Frame(alone, { kind: "connectwise", integrationId: undefined, origins: [cw] }).start();
    expect(told).toEqual([]);
  });
});
