import { describe, expect, it } from "vitest";
import type { Alert } from "../../api/types";
import { callWords, sentenceOf, titleOf, whoOf } from "./labels";

const grace = { contact: { id: "g", name: "Grace Kim" }, company: { id: "n", name: "Northwind" } };
const alert: Alert = { id: "a", kind: "not_me", people: [grace], raised_at: "2026-11-20T12:00:00Z", yours: false };

describe("an alert", () => {
  it("names the person and the company", () => {
    expect(sentenceOf(alert)).toBe("Grace Kim (Northwind) says: this was not me.");
    expect(sentenceOf({ ...alert, kind: "wrong_codes" })).toBe(
      "Too many wrong codes from whoever called as Grace Kim (Northwind).",
    );
    expect(sentenceOf({ ...alert, kind: "not_ours" })).toBe(
      "Grace Kim (Northwind) and a technician do not have the same code.",
    );
    expect(titleOf(alert)).toBe("This was not me");
  });
  it("says of a shared number how many it may have been", () =>
    expect([whoOf({ people: [grace, grace] }), whoOf({ people: [] })]).toEqual([
      "2 people who share a number",
      "Somebody",
    ]));
  it.each([
    [{ technician: "Sam Rivera", ticket_id: "48190" }, "Sam Rivera's call, ticket 48190"],
    [{ technician: "Sam Rivera", yours: true }, "Your call"],
    [{}, "Nobody of yours had taken it up"],
  ] as const)("says whose call it was: %j", (part, words) => expect(callWords({ ...alert, ...part })).toBe(words));
});
