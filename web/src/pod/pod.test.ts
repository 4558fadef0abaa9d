import { describe, expect, it } from "vitest";
import { readGiven, takeGiven } from "./given";
import { codeFrom } from "./handover";
import { challengeOf, makeProof } from "./pkce";

describe("what the page around says", () => {
  const id = "0199f3c2-7a5e-7c11-9d44-5c1f9e6a0b12";
  it.each([
    [`?contact_id=${id}&ticket_id=48213`, { contactId: id, ticketId: "48213", search: "", exact: false }],
    ["?email=ana%40northwind.example", { contactId: undefined, ticketId: undefined, search: "ana@northwind.example", exact: true }],
    ["?phone=%2B14155550134&ticket_id=%20", { contactId: undefined, ticketId: undefined, search: "+14155550134", exact: true }],
    ["?query=Ana+Torres", { contactId: undefined, ticketId: undefined, search: "Ana Torres", exact: false }],
    ["?contact_id=../../users", { contactId: undefined, ticketId: undefined, search: "", exact: false }],
    ["", { contactId: undefined, ticketId: undefined, search: "", exact: false }],
  ])("reads %s", (query, given) => expect(readGiven(query)).toEqual(given));

  it("leaves nobody's data in the address", () => {
    let left = "";
    takeGiven({ pathname: "/pod", search: "?email=ana%40northwind.example&query=Ana&phone=1&ticket_id=7" } as Location, { state: null, replaceState: (_: unknown, __: string, url: string) => { left = url; } } as unknown as History);
    expect(left).toBe("/pod?ticket_id=7");
  });
});

describe("the hand-over", () => {
  const popup = {} as Window, origin = "https://desk.example";
  const message = (change: Partial<MessageEvent>) => ({ origin, source: popup, data: { kind: "countersign.pod-code", code: "c" }, ...change }) as MessageEvent;
  it("takes the code from the window it opened", () => expect(codeFrom(message({}), popup, origin)).toBe("c"));
  it.each([[{ origin: "https://evil.example" }], [{ source: {} as Window }], [{ source: null }], [{ data: null }], [{ data: "c" }], [{ data: { kind: "other", code: "c" } }], [{ data: { kind: "countersign.pod-code", code: 7 } }]])("refuses %j", (change) => {
    expect(codeFrom(message(change), popup, origin)).toBeUndefined();
  });
  it("takes nothing when no window is open", () => expect(codeFrom(message({ source: null }), null, origin)).toBeUndefined());
});

describe("the proof", () => {
  it("follows RFC 7636, appendix B", async () => expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
  it("is new each time", async () => {
    const [a, b] = [await makeProof(), await makeProof()];
    expect(a.verifier).not.toBe(b.verifier);
    expect(a.challenge).toHaveLength(43);
  });
});
