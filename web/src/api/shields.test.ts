import { describe, expect, it } from "vitest";
import { isNumber, personStatus, shieldState, shortMask } from "./shields";
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
    ["past", email, 0],
    ["past", email, 49 * 60],
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
    expect(personStatus(both, noon)).toEqual({ state: "past", by: email });
    expect(personStatus(both, noon + 3_600_000)).toEqual({ state: "no", by: undefined });
    expect(personStatus({ ...both, open_verification_id: "v" }, noon).state).toBe("wait");
  });
  it.each([
    ["green for its own verification", { verificationId: "v1" }, "ok"],
    ["green for its own ticket", { ticketId: "48190" }, "ok"],
    ["green for its own ticket of that PSA", { ticketId: "48190", integrationId: "i1" }, "ok"],
    ["not green for another PSA's ticket of the same number", { ticketId: "48190", integrationId: "i2" }, "past"],
    ["not green for another ticket", { ticketId: "48191" }, "past"],
    ["not green for another verification", { verificationId: "v2" }, "past"],
    ["not green where nothing is known of the call", {}, "past"],
  ] as const)("is %s", (_, call, state) => {
    const shield = { ...email, ticket_id: "48190", ticket_integration_id: "i1", verification_id: "v1" };
    expect(shieldState(shield, noon, call)).toBe(state);
    expect(personStatus({ ...ana, shields: [shield] }, noon, call).state).toBe(state);
  });
  it("is beaten by a denial, whatever else is true", () => {
    const shield = { ...email, verification_id: "v1" };
    const denied: Contact = {
      ...ana,
      shields: [shield],
      denied: { at: "2026-11-20T11:58:00Z", kind: "not_me", alert_id: "a" },
    };
    expect(personStatus(denied, noon, { verificationId: "v1" }).state).toBe("alert");
    expect(personStatus({ ...denied, open_verification_id: "v" }, noon).state).toBe("alert");
  });
  it("knows what is no number", () =>
    expect([mobile, email, { ...mobile, masked: "•••" }].map(isNumber)).toEqual([true, true, false]));
  it("shortens a number, not an address", () =>
    expect([shortMask(mobile), shortMask(email)]).toEqual(["••34", "a•••@northwind.example"]));
});
