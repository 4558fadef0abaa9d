import { describe, expect, it } from "vitest";
import { actionLabel, dayRange } from "./actions";

describe("the log", () => {
  it.each([
    ["user.invited_again", "User invited again"],
    ["api_key.created", "API key created"],
    ["sms_channel.archived", "SMS channel archived"],
    ["technician-verification.code-shown", "Technician verification code shown"],
    ["user.totp_reset", "User authenticator reset"],
    ["", ""],
  ])("says %s as %s", (action, words) => expect(actionLabel(action)).toBe(words));
  it("takes whole days", () => {
    const { from, to } = dayRange("2026-11-03", "2026-11-03");
    expect(Date.parse(to!) - Date.parse(from!)).toBe(86_400_000);
    expect(dayRange("", "")).toEqual({});
  });
});
