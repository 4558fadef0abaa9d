import { expect, it } from "vitest";
import { coolingHours } from "./fields";

it("a policy that says nothing cools off as usual, and an emptied box stays empty", () =>
  expect([undefined, 0, 5, NaN].map((cooling_hours) => coolingHours({ cooling_hours }))).toEqual([72, 72, 5, NaN]));
