import { describe, expect, it } from "vitest";
import type { TechnicianVerification } from "../../api/types";
import { called, companiesOf, endOf, spaced, spelled, standing, technicianVerificationStage, whoAsked } from "./labels";

const ana = { contact: { id: "a", name: "Ana Torres" }, company: { id: "n", name: "Northwind" } };
const ben = { contact: { id: "b", name: "Ben Okafor" }, company: { id: "n", name: "Northwind" } };
const verification = (part: Partial<TechnicianVerification> = {}): TechnicianVerification => ({
  id: "r",
  status: "waiting",
  transport: "sms",
  masked: "•••34",
  candidates: [ana],
  at: "2026-01-01T10:00:00Z",
  expires_at: "2026-01-01T10:15:00Z",
  code_fetched: false,
  note: "none",
  messages: [],
  ...part,
});
const early = Date.parse("2026-01-01T10:05:00Z");

describe("a request", () => {
  it("names who asks as far as it is known", () => {
    expect(whoAsked(verification())).toBe("Ana Torres");
    expect(called(verification())).toBe("Ana");
    expect(whoAsked(verification({ candidates: [ana, ben] }))).toBe("Shared by 2 people");
    expect(called(verification({ candidates: [ana, ben] }))).toBe("they");
    expect(companiesOf(verification({ candidates: [ana, ben] }))).toBe("Northwind");
    expect(whoAsked(verification({ candidates: [ana, ben], contact: ben.contact }))).toBe("Ben Okafor");
  });

  it.each([
    [{}, early, "take-up"],
    [{}, Date.parse("2026-01-01T10:15:00Z"), "lapsed"],
    [{ status: "claimed", claimed_by_you: true }, early, "await-answer"],
    [{ status: "claimed", claimed_by_you: false }, early, "watch"],
    [{ status: "confirmed" }, early, "ended"],
    [{ status: "expired" }, early, "ended"],
  ] as const)("%j asks for what is to be done", (part, now, stage) =>
    expect(technicianVerificationStage(verification(part), now)).toBe(stage),
  );

  it("is told apart by shape and word, not by colour alone", () => {
    const all = Object.values(standing);
    expect(new Set(all.map((each) => each.label)).size).toBe(all.length);
    const ended = [standing.confirmed, standing.denied, standing.expired];
    expect(new Set(ended.map((each) => each.shield)).size).toBe(3);
  });

  it("says how it was confirmed, and never takes word of mouth for a reply", () => {
    expect(endOf(verification({ status: "confirmed", confirmed_how: "reply" })).meaning).toContain("own reply");
    expect(endOf(verification({ status: "confirmed", confirmed_how: "verbal", claimed_by: "Sam" })).meaning).toBe(
      "Sam logged that they confirmed on the phone.",
    );
    expect(endOf(verification({ status: "denied", candidates: [ana, ben] })).meaning).toContain("The client");
  });
});

describe("a code", () => {
  it.each([
    ["483201", "483 201"],
    ["48320117", "483 201 17"],
    ["1234567", "123 456 7"],
  ])("%s is shown as %s", (code, shown) => expect(spaced(code)).toBe(shown));
  it("is spelled for the ear", () => expect(spelled("483201")).toBe("4 8 3 2 0 1"));
});
