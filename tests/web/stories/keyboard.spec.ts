import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { code } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("a verification from sign-in to green without a mouse", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(ana.name);
  await expect(page.getByRole("row", { name: ana.name })).toHaveCount(1);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: ana.name }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: ana.name })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: ana.name }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel(page).way("SMS code")).toBeEnabled();
  for (let presses = 0; presses < 12 && !(await panel(page).way("SMS code").evaluate((button) => button === document.activeElement)); presses++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(panel(page).digits()).toBeFocused();
  await page.keyboard.type(await code(ana.mobile));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/contacts$/);
});

test("menus and dialogs open, move and close by keys, and give the focus back", async ({ priya: { page } }) => {
  await page.getByRole("button", { name: /Your account/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Name and notifications" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Change password" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Current password")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: /Your account/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /Your account/ })).toBeFocused();
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<string[]> {
  // The policy of the page lets no script in; the debugger's own evaluation is not the page's.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const result = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return result.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
  });
}

for (const theme of ["light", "dark"] as const) {
  test(`every screen holds WCAG AA, ${theme}`, async ({ desk, priya: { page } }) => {
    const ana = await desk.person("Ana Torres");
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const screens = ["/contacts", `/contacts/${ana.id}`, "/verifications", "/policies", "/templates", "/templates/sms_code", "/templates/email_link", "/people", "/api-keys", "/audit", "/settings"];
    for (const screen of screens) {
      await page.goto(screen);
      await expect(page.locator("main h1").first()).toBeVisible();
      await expect(page.locator(".bone")).toHaveCount(0);
      expect(await violations(page), screen).toEqual([]);
    }
  });
}
