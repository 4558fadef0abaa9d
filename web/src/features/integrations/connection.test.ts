import { describe, expect, it } from "vitest";
import type { PSAKind } from "../../api/types";
import { missingIn, moved, newDraft, toChange, toConnect } from "./connection";
import { health, healthLabel } from "./health";

const kind: PSAKind = {
  kind: "connectwise",
  name: "ConnectWise PSA",
  address: { label: "Server", example: "https://api-eu.example" },
  settings: [],
  fields: [],
  steps: [],
  rights: [],
  pod: true,
  hook: [],
};
const before = { name: "ConnectWise", base_url: "https://api-eu.example" };
const draft = { name: "ConnectWise", address: "https://api-eu.example", credentials: {} };

describe("a new connection", () => {
  it("takes the first of the addresses there are, and none where everybody has their own", () => {
    expect(newDraft(kind).address).toBe("");
    expect(
      newDraft({ ...kind, address: { ...kind.address, choices: ["https://a.example", "https://b.example"] } }).address,
    ).toBe("https://a.example");
  });
  it("is trimmed, and says what was emptied again", () => {
    expect(
      toConnect(kind, { name: " CW ", address: " ", credentials: { company: " bluepeak ", mobile_field: "" } }),
    ).toEqual({
      kind: "connectwise",
      name: "CW",
      base_url: "",
      credentials: { company: "bluepeak", mobile_field: "" },
    });
    expect(toConnect(kind, { ...draft, address: " https://x.example " }).base_url).toBe("https://x.example");
  });
});

describe("a changed connection", () => {
  it("sends only what changed, and keeps credentials that were left empty", () => {
    expect(toChange(before, draft)).toEqual({});
    expect(toChange(before, { ...draft, name: "CW", credentials: { private_key: " new ", company: "" } })).toEqual({
      name: "CW",
      credentials: { private_key: "new" },
    });
  });
  it("knows another address from the same with a space", () => {
    expect(moved(before, { ...draft, address: "https://api-eu.example " })).toBe(false);
    expect(toChange(before, { ...draft, address: "https://api-na.example" })).toEqual({
      base_url: "https://api-na.example",
    });
  });
});

describe("health", () => {
  it("has a word and a shape for each state, no two alike", () => {
    expect(new Set(Object.values(health).map((each) => each.label)).size).toBe(4);
    expect(new Set(Object.values(health).map((each) => each.mark)).size).toBe(4);
  });
  it("says what is wrong in the PSA's sentence", () =>
    expect(healthLabel({ status: "failing", problem: "The keys are wrong." })).toBe("The keys are wrong."));
  it("finds missing rights by their words", () => {
    const rights = [
      { right: "create_tickets", words: "Service Tickets: Add (All)" },
      { right: "read_contacts", words: "Contacts: Inquire (All)" },
    ];
    expect(missingIn("Give the role Service Tickets: Add (All).", rights)).toEqual([rights[0]]);
    expect(missingIn(undefined, rights)).toEqual([]);
  });
});
