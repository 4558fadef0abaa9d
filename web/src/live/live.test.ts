import { describe, expect, it } from "vitest";
import { backoff } from "./backoff";
import { EventStreamParser } from "./parse";

const wire = 'id: 7\nevent: verification.updated\ndata: {"id":"v"}\n\n: still here\n\nevent: resync\ndata: {}\n\n';
const events = [
  { id: "7", event: "verification.updated", data: '{"id":"v"}' },
  { id: "7", event: "resync", data: "{}" },
];

describe("event stream", () => {
  it("reads events, ids and comments", () => expect(new EventStreamParser().feed(wire)).toEqual(events));

  it.each(["\n", "\r\n", "\r"])("reads the same however it is cut, with line ends %j", (end) => {
    const text = `${wire.replaceAll("\n", end)} `;
    for (let size = 1; size < text.length; size++) {
      const parser = new EventStreamParser();
      const seen = [];
      for (let at = 0; at < text.length; at += size) seen.push(...parser.feed(text.slice(at, at + size)));
      expect(seen).toEqual(events);
    }
  });

  it("joins data lines, takes a field without a value, drops a byte order mark", () => {
    expect(new EventStreamParser().feed("\uFEFFdata: a\ndata:b\ndata\n\n")).toEqual([
      { id: undefined, event: "message", data: "a\nb\n" },
    ]);
  });
  it("keeps an unfinished event to itself", () =>
    expect(new EventStreamParser().feed("event: resync\ndata: {}\n")).toEqual([]));
});

describe("backoff", () => {
  it("doubles up to 20 s and never hammers", () => {
    expect([0, 1, 2, 3, 9, 50].map((failures) => backoff(failures, 1))).toEqual([400, 800, 1600, 3200, 20_000, 20_000]);
    expect(backoff(0, 0)).toBe(200);
  });
});
