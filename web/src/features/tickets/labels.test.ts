import { describe, expect, it } from "vitest";
import type { Ticket } from "../../api/types";
import { lockLabel, shieldOf, waitingWrites, webAddress } from "./labels";

const ticket: Ticket = {
  id: "1",
  number: "T-1",
  summary: "Printer",
  status: "New",
  closed: false,
  integration: { id: "i", name: "PSA" },
};

describe("a ticket", () => {
  it.each([
    [{ contact: "Ana", contact_id: "c" }, "Verify Ana for ticket T-1"],
    [{ contact: "Ana" }, "Ana is not on file yet; the next sync brings them"],
    [{}, "This ticket has no contact"],
  ])("says what its lock does", (part, words) => expect(lockLabel({ ...ticket, ...part })).toBe(words));
  it("shows each shield by a shape of its own", () =>
    expect(new Set(Object.values(shieldOf).map((each) => each.state)).size).toBe(6));
  it("counts what waits", () => expect([undefined, 0, 1, 3].map(waitingWrites)).toEqual(["", "", "1 waits", "3 wait"]));
  it.each([
    ["https://psa.example/1", true],
    ["HTTP://psa.example", true],
    ["javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["/relative", false],
    ["", false],
    [undefined, false],
  ])("opens %j: %j", (url, opens) => expect(webAddress(url) !== undefined).toBe(opens));
});
