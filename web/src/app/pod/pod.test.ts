import { describe, expect, it } from "vitest";
import { codeFrom, signInAddress, suggestedEmail } from "../../features/podsignin/handover";
import { readLaunchParams, takeLaunchParams } from "./launchParams";
import { challengeOf, makeProof } from "./pkce";

describe("what the page around says", () => {
  const id = "0199f3c2-7a5e-7c11-9d44-5c1f9e6a0b12";
  it.each([
    [
      `?contact_id=${id}&ticket_id=48213`,
      { contactId: id, ticketId: "48213", search: "", exact: false, place: undefined },
    ],
    [
      "?email=ana%40northwind.example",
      { contactId: undefined, ticketId: undefined, search: "ana@northwind.example", exact: true, place: undefined },
    ],
    [
      "?phone=%2B14155550134&ticket_id=%20",
      { contactId: undefined, ticketId: undefined, search: "+14155550134", exact: true, place: undefined },
    ],
    [
      "?query=Ana+Torres",
      { contactId: undefined, ticketId: undefined, search: "Ana Torres", exact: false, place: undefined },
    ],
    [
      "?contact_id=../../users",
      { contactId: undefined, ticketId: undefined, search: "", exact: false, place: undefined },
    ],
    ["", { contactId: undefined, ticketId: undefined, search: "", exact: false, place: undefined }],
  ])("reads %s", (query, launchParams) => expect(readLaunchParams(query)).toEqual(launchParams));

  const at = { integrationId: id, screen: "ticket", id: "456" };
  it.each([
    [`?integration=${id}&screen=ticket&id=456`, "/pod", at],
    [`?screen=service&id=456`, `/pod/${id.toUpperCase()}`, at],
    [`?integration=${id}&screen=contact&id=250`, "/pod", { ...at, screen: "contact", id: "250" }],
    [`?integration=${id}&screen=company&id=2`, "/pod", { ...at, screen: "other", id: "2" }],
    [`?integration=${id}&screen=ticket&id=[cw_id]`, "/pod", { ...at, id: undefined }],
    [`?integration=${id}&screen=ticket&id=0`, "/pod", { ...at, id: undefined }],
    [`?integration=${id}&screen=ticket&id=..%2F..%2Fusers`, "/pod", { ...at, id: undefined }],
    [`?integration=${id}`, "/pod", { ...at, screen: "other", id: undefined }],
    [`?integration=${id}&screen=ticket&id=456&contact_id=${id}`, "/pod", undefined],
    ["?integration=7&screen=ticket&id=456", "/pod", undefined],
    ["?screen=ticket&id=456", "/pod/7", undefined],
  ])("finds its place at %s of %s", (query, path, place) => expect(readLaunchParams(query, path).place).toEqual(place));

  it("leaves nobody's data in the address", () => {
    let left = "";
    takeLaunchParams(
      { pathname: "/pod", search: "?email=ana%40northwind.example&query=Ana&phone=1&ticket_id=7" } as Location,
      {
        state: null,
        replaceState: (_: unknown, __: string, url: string) => {
          left = url;
        },
      } as unknown as History,
    );
    expect(left).toBe("/pod?ticket_id=7");
  });
});

describe("the hand-over", () => {
  const popup = {} as Window,
    origin = "https://desk.example";
  const message = (change: Partial<MessageEvent>) =>
    ({ origin, source: popup, data: { kind: "countersign.pod-code", code: "c" }, ...change }) as MessageEvent;
  it("takes the code from the window it opened", () => expect(codeFrom(message({}), popup, origin)).toBe("c"));
  it.each([
    [{ origin: "https://evil.example" }],
    [{ source: {} as Window }],
    [{ source: null }],
    [{ data: null }],
    [{ data: "c" }],
    [{ data: { kind: "other", code: "c" } }],
    [{ data: { kind: "countersign.pod-code", code: 7 } }],
  ])("refuses %j", (change) => {
    expect(codeFrom(message(change), popup, origin)).toBeUndefined();
  });
  it("takes nothing when no window is open", () =>
    expect(codeFrom(message({ source: null }), null, origin)).toBeUndefined());
});

describe("the sign-in window's address", () => {
  it("keeps the e-mail address to itself", () => {
    const address = new URL(signInAddress("c", "i", "sam+pod@bluepeak.example"), "https://desk.example");
    expect(address.search).toBe("?challenge=c&integration=i");
    expect(suggestedEmail(address.hash)).toBe("sam+pod@bluepeak.example");
  });
  it("needs none", () =>
    expect([signInAddress("c", undefined, undefined), suggestedEmail(""), suggestedEmail("#x")]).toEqual([
      "/pod-sign-in?challenge=c",
      "",
      "",
    ]));
});

describe("the proof", () => {
  it("follows RFC 7636, appendix B", async () =>
    expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    ));
  it("is new each time", async () => {
    const [a, b] = [await makeProof(), await makeProof()];
    expect(a.verifier).not.toBe(b.verifier);
    expect(a.challenge).toHaveLength(43);
  });
});
