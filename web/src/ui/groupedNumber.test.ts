import { describe, expect, it } from "vitest";
import { groupedNumber } from "./groupedNumber";

describe("a number", () => {
  it.each([
    ["+14155550134", "+1 415 555 0134"],
    ["+12025550100", "+1 202 555 0100"],
    ["+442079460958", "+44 207 946 0958"],
    ["+4915123456789", "+49 1512 345 6789"],
    ["+35312345678", "+353 1234 5678"],
    ["+79161234567", "+7 916 123 4567"],
    ["+1 415 ••• ••34", "+1 415 ••• ••34"],
    ["help desk", "help desk"],
    ["", ""],
  ])("%s reads %s", (number, words) => expect(groupedNumber(number)).toBe(words));
});
