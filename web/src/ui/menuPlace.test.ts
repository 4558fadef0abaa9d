import { describe, expect, it } from "vitest";
import { menuPlace } from "./menuPlace";

const window = { width: 1000, height: 600 };
const list = { width: 200, height: 150 };
const button = (left: number, top: number) => ({ left, top, right: left + 100, bottom: top + 32 });

describe("a menu", () => {
  it.each([
    ["below, from the right edge", button(500, 100), false, { x: 400, y: 136 }],
    ["below, from the left edge", button(500, 100), true, { x: 500, y: 136 }],
    ["above at the foot of the window", button(500, 550), false, { x: 400, y: 396 }],
    ["inside at the left edge", button(10, 100), false, { x: 4, y: 136 }],
    ["inside at the right edge", button(890, 100), true, { x: 796, y: 136 }],
  ] as const)("opens %s", (_, at, fromLeft, place) => expect(menuPlace(at, list, fromLeft, window)).toEqual(place));

  it("stays in a window that is too low for it", () =>
    expect(menuPlace(button(10, 90), list, true, { width: 300, height: 160 }).y).toBeGreaterThanOrEqual(4));
});
