import { describe, expect, it } from "vitest";
import { newChannel, settingsOf, toSave, withProfile, writable } from "./fields";

describe("a channel", () => {
  it("keeps what the form does not know", () => {
    const channel = {
      id: "c",
      ...newChannel,
      name: "Main",
      number: "+14155550100",
      integration_id: "psa",
      notify_users: ["u"],
      ticket_defaults: { board: "1" },
    };
    expect(toSave(settingsOf(channel))).toEqual({
      name: "Main",
      number: "+14155550100",
      users_may_start: true,
      confirm_messages: false,
      integration_id: "psa",
      notify_users: ["u"],
      ticket_defaults: { board: "1" },
    });
  });
  it("is trimmed", () => {
    expect(toSave({ ...newChannel, name: " Main ", number: "+14155550100" })).toEqual({
      ...newChannel,
      name: "Main",
      number: "+14155550100",
    });
  });
});

describe("a profile of new tickets", () => {
  const profile = {
    id: "d",
    integration: { id: "psa", name: "PSA" },
    name: "SMS",
    fields: {},
    labels: {},
    status: "valid" as const,
  };
  it("brings its PSA, and takes the place of single fields", () => {
    expect(toSave(withProfile({ ...newChannel, ticket_defaults: { board: "1" } }, profile, undefined))).toEqual({
      ...newChannel,
      ticket_default_id: "d",
      integration_id: "psa",
    });
  });
  it("goes with its PSA, unless the channel had one before", () => {
    const chosen = withProfile(newChannel, profile, undefined);
    expect(withProfile(chosen, undefined, undefined).integration_id).toBeUndefined();
    expect(withProfile(chosen, undefined, { ...newChannel, integration_id: "old" }).integration_id).toBe("old");
    expect(
      withProfile(chosen, undefined, { ...newChannel, integration_id: "psa", ticket_default_id: "d" }),
    ).toMatchObject({ integration_id: undefined, ticket_default_id: undefined });
  });
});

it("what is only read is not written", () => {
  expect(
    writable({
      verify_word: "#verify",
      confirm_word: "#confirm",
      deny_word: "#deny",
      minutes: 15,
      note_approval: false,
      verification_number: "+1",
    }),
  ).not.toHaveProperty("verification_number");
});
