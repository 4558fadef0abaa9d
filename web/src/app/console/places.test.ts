import { describe, expect, it } from "vitest";
import type { Scope, Session } from "../../api/types";
import { manageGroups, managePages, placeAt, placesOf, tabAt } from "./places";

const technician = ["contacts:read", "verifications:read", "messages:read", "settings:read"] as const;
const of = (...scopes: Scope[]) => placesOf({ scopes } as unknown as Session);

describe("places of work", () => {
  it("are those that a person's rights open", () => {
    expect(of(...technician).map((place) => place.name)).toEqual([
      "Home",
      "Inbox",
      "Tickets",
      "Contacts",
      "Verifications",
    ]);
    expect(of("verifications:read").map((place) => place.name)).toEqual(["Home", "Verifications"]);
    expect(of(...technician).flatMap((place) => place.tabs.map((tab) => tab.name))).not.toContain("First steps");
    expect(of(...technician, "admin").flatMap((place) => place.tabs.map((tab) => tab.name))).toContain("To review");
  });

  it("have at most four tabs, and a key of their own", () => {
    const all = of(...technician, "admin");
    expect(Math.max(...all.map((place) => place.tabs.length))).toBeLessThanOrEqual(4);
    expect(new Set(all.map((place) => place.key)).size).toBe(all.length);
  });

  it.each([
    ["/contacts", {}, "Contacts", "People"],
    ["/contacts/0192", {}, "Contacts", "People"],
    ["/contacts/companies/0192", {}, "Contacts", "Companies"],
    ["/verifications", { status: "denied" }, "Verifications", "Denied"],
    ["/verifications", { status: "expired" }, "Verifications", "All"],
    ["/verifications/they-verify-us/0192", {}, "Verifications", "They verify us"],
    ["/tickets/48190", {}, "Tickets", "Tickets"],
    ["/home", {}, "Home", "Waiting"],
  ])("%s %j is %s, %s", (path, search, name, tab) => {
    const place = placeAt(of(...technician, "admin"), path);
    expect(place?.name).toBe(name);
    expect(place && tabAt(place, path, search)?.name).toBe(tab);
  });

  it("leave Manage and unknown addresses alone", () => {
    expect(placeAt(of(...technician), "/manage/team")).toBeUndefined();
    expect(placeAt(of(...technician), "/contactsss")).toBeUndefined();
  });
});

describe("the search of Manage", () => {
  it.each([
    ["colour", ["Look"]],
    ["time zone", ["Profile"]],
    ["days", ["Retention"]],
    ["second step", ["Team"]],
    ["zendesk", ["PSAs"]],
    ["money", ["Limits"]],
    ["nothing like it", []],
  ])("%s finds %j", (typed, wanted) =>
    expect(managePages(typed).flatMap((group) => group.pages.map((page) => page.name))).toEqual(wanted),
  );
  it("finds everything for nothing", () => expect(managePages(" ")).toEqual(manageGroups));
});
