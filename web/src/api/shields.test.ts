import { describe, expect, it } from "vitest";
import { contactState, isNumber, shieldState, shortMask } from "./shields";
import type { Contact, ShieldData } from "./types";

const noon = Date.parse("2026-11-20T12:00:00Z");
const mobile: ShieldData = { address_id: "m", kind: "mobile", masked: "+1 415 ••• ••34" };
const email: ShieldData = {
  address_id: "e",
  kind: "email",
  masked: "a•••@northwind.example",
  verified_at: "2026-11-20T11:50:00Z",
  verified_until: "2026-11-20T12:50:00Z",
  verified_by: "Sam",
};
const ana: Contact = { id: "c", name: "Ana", company: { id: "n", name: "Northwind" }, shields: [mobile, email] };

describe("shields", () => {
  it.each([
    ["no", mobile, 0],
    ["ok", email, 0],
    ["ok", email, 49 * 60],
    ["no", email, 50 * 60],
    ["wait", { ...email, waiting: true }, 0],
  ] as const)("is %s", (state, shield, seconds) => {
    expect(shieldState(shield, noon + seconds * 1000)).toBe(state);
  });
  it("speaks for the person by the newest proof that stands", () => {
    const both = {
      ...ana,
      shields: [{ ...mobile, verified_at: "2026-11-20T11:55:00Z", verified_until: "2026-11-20T11:59:00Z" }, email],
    };
    expect(contactState(both, noon)).toEqual({ state: "ok", by: email });
    expect(contactState(both, noon + 3_600_000)).toEqual({ state: "no", by: undefined });
    expect(contactState({ ...both, open_verification_id: "v" }, noon).state).toBe("wait");
  });
  it("knows what is no number", () =>
    expect([mobile, email, { ...mobile, masked: "•••" }].map(isNumber)).toEqual([true, true, false]));
  it("shortens a number, not an address", () =>
    expect([shortMask(mobile), shortMask(email)]).toEqual(["••34", "a•••@northwind.example"]));
});
