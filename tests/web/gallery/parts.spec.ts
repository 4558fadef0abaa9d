import { expect, type Page, test } from "@playwright/test";
import { violations } from "../harness/axe";

const parts = [
  "data-table",
  "filter-bar",
  "command-menu",
  "tabs",
  "drawer",
  "calendar",
  "stepper",
  "meter",
  "diff",
  "undo-toast",
  "activity",
  "secret",
  "person-card",
  "type-the-name",
];

/** What has to be pressed for a part to stand open. */
const opener: Record<string, string> = {
  "command-menu": "Search",
  drawer: "Open at the end",
  "undo-toast": "Disable Sam",
  "type-the-name": "Erase Ana",
};

async function open(page: Page, part: string): Promise<void> {
  await page.goto(`/parts/${part}`);
  await expect(page.getByRole("heading", { level: 1, name: part })).toBeVisible();
}

test("the gallery has a page of every part", async ({ page }) => {
  await open(page, "tabs");
  await expect(page.getByRole("navigation", { name: "Parts" }).getByRole("link")).toHaveText(parts);
});

for (const part of parts) {
  test(`${part} holds WCAG AA and fits, light and dark, on a desk and a phone`, async ({ page }) => {
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await open(page, part);
        const button = opener[part];
        if (button) await page.getByRole("button", { name: button }).click();
        expect(await violations(page), `${width} ${colorScheme}`).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          "scrolls sideways",
        ).toBeLessThanOrEqual(0);
      }
    }
  });
}
