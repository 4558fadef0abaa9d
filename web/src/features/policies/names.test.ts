import { describe, expect, it } from "vitest";
import type { Policy } from "../../api/types";
import { ruleDifferences } from "./names";

const policy = {
  channels: ["sms_code", "email_code"],
  countries: ["US", "CA"],
  code_length: 6,
  banner: "",
  note_required: false,
} as unknown as Policy;

describe("what differs between two policies", () => {
  it("is said in words, and only that", () => {
    const strict = {
      ...policy,
      code_length: 8,
      minimum_assurance: "high",
      channels: ["email_code", "sms_code"],
    } as Policy;
    expect(ruleDifferences(policy, strict)).toEqual([
      { field: "Allowed ways, first choice first", before: "SMS code, E-mail code", after: "E-mail code, SMS code" },
      { field: "Weakest way allowed", before: "any", after: "high" },
      { field: "Digits of a code", before: "6", after: "8" },
    ]);
  });
  it("is nothing where one says what the other leaves to the default, and the order of countries is none", () => {
    expect(ruleDifferences(policy, { ...policy, cooling_hours: 72, countries: ["CA", "US"] })).toEqual([]);
  });
});
