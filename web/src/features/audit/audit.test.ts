import { describe, expect, it } from "vitest";
import { actionLabel, dayRange } from "./actions";
import { changesOf, factsOf } from "./changes";

describe("the log", () => {
  it.each([
    ["user.invited_again", "Invitation sent again"],
    ["verification.approved", "Verification approved"],
    ["verification.not_me", "“This was not me” pressed"],
    ["technician-verification.code-shown", "They verify us: code shown"],
    // An action that has no words of its own yet.
    ["sms_channel.moved", "SMS channel moved"],
    ["user.totp_lost", "User authenticator lost"],
    ["", ""],
  ])("says %s as %s", (action, words) => expect(actionLabel(action)).toBe(words));

  it("takes whole days", () => {
    const { from, to } = dayRange("2026-11-03", "2026-11-03");
    expect(Date.parse(to!) - Date.parse(from!)).toBe(86_400_000);
    expect(dayRange("", "")).toEqual({});
    expect(dayRange("soon", "never")).toEqual({});
  });

  it("shows of a change what differs, in words", () => {
    expect(
      changesOf({
        before: { spend_per_day_cents: 5000, code_length: 6, banner: "", ticket_defaults: { board: "1" } },
        after: { spend_per_day_cents: 12_345, code_length: 6, banner: "Drill today", ticket_defaults: { board: "2" } },
      }),
    ).toEqual([
      { field: "Banner", before: undefined, after: "Drill today" },
      { field: "Spent on messages a day at most", before: "$50.00", after: "$123.45" },
      { field: "Ticket defaults, board", before: "1", after: "2" },
    ]);
  });

  it("knows a change with one side, and none", () => {
    expect(changesOf({ after: { use_mfa: true } })).toEqual([
      { field: "Second step asked for", before: undefined, after: "yes" },
    ]);
    expect(changesOf(undefined)).toEqual([]);
    expect(changesOf({ before: "what", after: 7 })).toEqual([]);
  });

  it("says what else the log holds, apart from what changed", () => {
    expect(
      factsOf({ reason: "silent", scopes: ["admin", "contacts:read"], after: { name: "Bo" }, none: null }),
    ).toEqual([
      { name: "Reason", words: "silent" },
      { name: "Scopes", words: "admin, contacts:read" },
    ]);
  });
});
