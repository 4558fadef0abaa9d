import { describe, expect, it } from "vitest";
import type { User } from "../../api/types";
import { withoutSecondStep } from "./secondStep";

const user = (id: string, part: Partial<User>): User =>
  ({ id, status: "active", totp_enrolled: false, use_mfa: false, ...part }) as User;

describe("who signs in without a second step", () => {
  it("counts those who may sign in, and names who was not asked yet", () => {
    const found = withoutSecondStep([
      user("secured", { totp_enrolled: true, use_mfa: true }),
      user("asked", { use_mfa: true }),
      user("not asked", {}),
      user("invited", { status: "invited" }),
      user("gone", { status: "disabled" }),
    ]);
    expect(found).toMatchObject({ working: 4, without: 3 });
    expect(found.unasked.map((each) => each.id)).toEqual(["not asked", "invited"]);
  });
});
