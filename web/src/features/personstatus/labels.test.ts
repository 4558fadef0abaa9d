import { describe, expect, it } from "vitest";
import type { ShieldData } from "../../api/types";
import { deniedWords, provenElsewhere } from "./labels";

const now = Date.parse("2026-11-20T12:00:00Z");
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

describe("the status of a person in words", () => {
  it.each([
    ["not_me", "Denied 2 min ago: this was not me"],
    ["wrong_codes", "Denied 2 min ago: too many wrong codes"],
    ["not_ours", "Denied 2 min ago: the codes do not match"],
  ] as const)("%s: %s", (kind, words) => expect(deniedWords({ at: ago(2), kind }, now)).toBe(words));

  it("says where something was proven that says nothing about this call", () => {
    const shield: ShieldData = { address_id: "m", kind: "mobile", masked: "•••34", verified_at: ago(53) };
    expect(provenElsewhere({ ...shield, ticket_id: "48190" }, now)).toBe(
      "Mobile proven 53 min ago on ticket 48190, another call",
    );
    expect(provenElsewhere(shield, now)).toBe("Mobile proven 53 min ago on another call");
  });
});
