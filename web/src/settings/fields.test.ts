import { describe, expect, it } from "vitest";
import { newChannel, settingsOf, toSave, writable } from "./fields";

describe("a channel", () => {
  it("keeps what the form does not know", () => {
    const channel = { id: "c", ...newChannel, name: "Main", number: "+14155550100", integration_id: "psa", notify_users: ["u"], ticket_defaults: { board: "1" } };
    expect(toSave(settingsOf(channel))).toEqual({ name: "Main", number: "+14155550100", users_may_start: true, confirm_messages: false, integration_id: "psa", notify_users: ["u"], ticket_defaults: { board: "1" } });
  });
  it("is trimmed, and empty ticket fields are left out", () => {
    expect(toSave({ ...newChannel, name: " Main ", number: "+1 (415) 555-0100", ticket_defaults: { board: " 7 ", type: " " } })).toMatchObject({ name: "Main", number: "+14155550100", ticket_defaults: { board: "7" } });
    expect(toSave({ ...newChannel, ticket_defaults: { board: "" } })).not.toHaveProperty("ticket_defaults");
  });
});

it("what is only read is not written", () => {
  expect(writable({ verify_word: "#verify", confirm_word: "#confirm", deny_word: "#deny", minutes: 15, note_approval: false, verification_number: "+1" })).not.toHaveProperty("verification_number");
});
