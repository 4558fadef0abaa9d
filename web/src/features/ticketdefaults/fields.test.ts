import { describe, expect, it } from "vitest";
import type { PSAField } from "../../api/types";
import { ancestors, checkOf, choose, chosenFor, type ProfileDraft, toSave } from "./fields";

const field = (name: string, of?: string): PSAField => ({
  name,
  label: name,
  required: false,
  text: false,
  ...(of ? { of } : {}),
});
const fields = [
  field("board"),
  field("status", "board"),
  field("type", "board"),
  field("subtype", "type"),
  field("item", "subtype"),
  field("priority"),
];
const draft: ProfileDraft = {
  name: "SMS",
  integrationId: "i",
  fields: { board: "1", status: "11", type: "5", subtype: "6", item: "7", priority: "8" },
  labels: { board: "Desk", status: "New", type: "Incident", priority: "Third" },
};

describe("fields that depend on others", () => {
  it("know their ancestors, the nearest first", () => {
    expect(ancestors(fields, "item")).toEqual(["subtype", "type", "board"]);
    expect(ancestors(fields, "board")).toEqual([]);
  });
  it("survive a circle", () => expect(ancestors([field("a", "b"), field("b", "a")], "a")).toEqual(["b", "a"]));
  it("are asked for with all of them, or not yet", () => {
    expect(chosenFor(fields, "subtype", draft.fields)).toEqual({ type: "5", board: "1" });
    expect(chosenFor(fields, "subtype", { board: "1" })).toBeUndefined();
    expect(chosenFor(fields, "priority", {})).toEqual({});
  });
  it("lose their choice with their parent's, down to the last", () => {
    const other = choose(fields, draft, "board", "2", "Billing");
    expect(other.fields).toEqual({ board: "2", priority: "8" });
    expect(other.labels).toEqual({ board: "Billing", priority: "Third" });
    expect(choose(fields, draft, "type", "", "").fields).toEqual({ board: "1", status: "11", priority: "8" });
  });
  it("keep everything when the same is chosen again", () =>
    expect(choose(fields, draft, "board", "1", "Desk")).toBe(draft));
});

it("a profile is saved trimmed, with labels of what is chosen only", () => {
  expect(
    toSave({ ...draft, name: " SMS ", fields: { board: "1", tag: "  " }, labels: { board: "Desk", status: "New" } }),
  ).toEqual({ integration_id: "i", name: "SMS", fields: { board: "1" }, labels: { board: "Desk" } });
});

it("each outcome has a shape of its own", () =>
  expect(new Set(Object.values(checkOf).map((each) => each.mark)).size).toBe(4));
