import { describe, expect, it } from "vitest";
import { movedTo } from "./moved";

describe("an old address", () => {
  it.each([
    ["/companies", "/contacts/companies"],
    ["/companies/7", "/contacts/companies/7"],
    ["/requests/7", "/verifications/they-verify-us/7"],
    ["/messages/7", "/inbox/sms/7"],
    ["/integrations/add/halopsa", "/manage/connections/add/halopsa"],
    ["/people/", "/manage/team"],
    ["/settings", "/manage/profile"],
  ])("%s leads to %s", (old, now) => expect(movedTo(old)).toBe(now));

  it.each(["/", "/contacts", "/contacts/companies/7", "/peoples", "/manage/audit", "/tickets/48190"])(
    "%s is not one",
    (path) => expect(movedTo(path)).toBeUndefined(),
  );
});
