import { expect, test } from "@playwright/test";

test("a long table draws what is in sight, and keys reach its ends", async ({ page }) => {
  await page.goto("/parts/data-table");
  const rows = page.locator("tbody tr[data-index]");
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  await rows.first().locator("[data-row]").focus();
  for (let at = 0; at < 3; at++) await page.keyboard.press("ArrowDown");
  await expect(page.locator('[data-row="3"]')).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.locator('[data-row="4999"]')).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.locator('[data-row="4998"]')).toBeFocused();
  // The row with the focus stays, wherever the page scrolls to.
  await page.evaluate(() => scrollTo(0, 0));
  await expect(page.locator('[data-row="0"]')).toBeVisible();
  await expect(page.locator('[data-row="4998"]')).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.locator('[data-row="0"]')).toBeFocused();
});

test("a table sorts by its heads and acts on what is selected", async ({ page }) => {
  await page.goto("/parts/data-table");
  const tries = page.getByRole("columnheader", { name: "Tries" });
  await tries.getByRole("button").click();
  await expect(tries).toHaveAttribute("aria-sort", "ascending");
  await tries.getByRole("button").press("Enter");
  await expect(tries).toHaveAttribute("aria-sort", "descending");
  await expect(page.locator("tbody tr[data-index]").first()).toContainText("100");
  await page.getByRole("checkbox").nth(1).check();
  await expect(page.getByRole("region", { name: "What is selected" })).toContainText("1 selected");
  await page.getByRole("checkbox", { name: "Select all that are shown" }).check();
  await expect(page.getByText("5000 selected")).toBeVisible();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page.getByRole("region", { name: "What is selected" })).toHaveCount(0);
});

test("on a phone a row keeps its name whole", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/parts/data-table");
  const name = page.locator('[data-row="1"] strong');
  await expect(name).toBeVisible();
  expect(await name.evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
  await expect(page.getByRole("row").nth(2)).toContainText("Northwind 1");
});

test("filters live in the address", async ({ page }) => {
  await page.goto("/parts/filter-bar");
  await page.getByRole("button", { name: "Denied" }).click();
  await expect(page).toHaveURL(/status=denied/);
  await page.getByLabel("Technician").selectOption("Sam Rivera");
  await expect(page).toHaveURL(/technician/);
  await page.reload();
  await expect(page.getByRole("button", { name: "Denied" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByLabel("Technician")).toHaveValue("7");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/parts\/filter-bar$/);
});

test("the command menu finds, moves, chooses and gives the focus back", async ({ page }) => {
  await page.goto("/parts/command-menu");
  const search = page.getByRole("button", { name: "Search" });
  await search.press("Enter");
  const box = page.getByRole("combobox", { name: "Find anything" });
  await expect(box).toBeFocused();
  await expect(page.getByRole("option")).toHaveCount(6);
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("option", { selected: true })).toContainText("Verifications");
  await page.keyboard.type("chi");
  await expect(page.getByRole("option", { selected: true })).toContainText("Chiara Rossi");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Chiara Rossi opened")).toBeVisible();
  await search.press("Enter");
  await page.keyboard.press("Escape");
  await expect(search).toBeFocused();
});

test("tabs and calendar move by arrow keys", async ({ page }) => {
  await page.goto("/parts/tabs");
  await page.getByRole("tab", { name: "Verify" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "History" })).toBeFocused();
  await expect(page.getByRole("tabpanel")).toContainText("Nothing yet");
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Consent" })).toHaveAttribute("aria-selected", "true");

  await page.goto("/parts/calendar");
  await page.getByRole("button", { name: /30 November 2026/ }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: /Monday, 7 December 2026/ })).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(page.getByRole("button", { name: /Saturday, 7 November 2026/ })).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.getByRole("button", { name: /Monday, 2 November 2026/ })).toBeFocused();
  await page.getByLabel("Zone").selectOption("Asia/Tokyo");
  await expect(page.getByText("Tokyo, GMT+9")).toBeVisible();
});

test("a drawer keeps the focus and gives it back", async ({ page }) => {
  await page.goto("/parts/drawer");
  const opener = page.getByRole("button", { name: "Open at the start" });
  await opener.press("Enter");
  await expect(page.getByRole("dialog", { name: "Filters" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(opener).toBeFocused();
  await opener.click();
  await page.mouse.click(1300, 400);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("what can be undone is undone, and what cannot asks for the name", async ({ page }) => {
  await page.goto("/parts/undo-toast");
  await page.getByRole("button", { name: "Disable Sam" }).click();
  await expect(page.getByText("Sam is disabled")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Sam is active")).toBeVisible();

  await page.goto("/parts/type-the-name");
  await page.getByRole("button", { name: "Erase Ana" }).click();
  await page.getByLabel(/Type the name/).fill("Ben");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("That is not the name.")).toBeVisible();
  await page.getByLabel(/Type the name/).fill("ana torres");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Erased.")).toBeVisible();
});

test("a secret is hidden until it is looked at", async ({ page }) => {
  await page.goto("/parts/secret");
  const key = page.getByRole("textbox", { name: "Private key" });
  await expect(page.getByLabel("Private key", { exact: true })).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: /Show Private key/ }).click();
  await expect(key).toHaveAttribute("type", "text");
});
