import { report } from "../harness/report";
import { link } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("Ana presses Validate on her page, and the desk is green at once, without a reload", async ({
  desk,
  sam: { page },
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  const { more, outcome, green } = panel(page);
  await page.getByLabel("Ticket").fill("990213");
  await more().click();
  await page.getByRole("menuitem", { name: "SMS link" }).click();
  await expect(page.getByRole("heading", { name: "Ask Ana to open the link and press “Validate”" })).toBeVisible();

  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/"));
  await expect(phone.getByText("990213")).toBeVisible();
  await expect(outcome()).toHaveCount(0);
  await Promise.all([
    phone.waitForResponse((response) => response.request().method() === "POST"),
    phone.getByRole("button", { name: "Validate" }).click(),
  ]);
  const validated = Date.now();
  await expect(outcome()).toHaveAttribute("data-outcome", "approved", { timeout: 5_000 });
  await expect(green()).toHaveCount(1);
  report("console green after Validate", Date.now() - validated);
  expect(await page.evaluate(() => "untouched" in window)).toBe(true);
});

test("“This was not me” is an alert on every screen of the desk", async ({
  desk,
  sam: { page },
  priya,
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { more, outcome } = panel(page);
  await more().click();
  await page.getByRole("menuitem", { name: "SMS link" }).click();
  await priya.page.goto("/policies");
  await expect(priya.page.getByRole("heading", { name: "Policies" })).toBeVisible();

  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/"));
  await phone.getByRole("button", { name: "This was not me" }).click();
  await expect(outcome()).toHaveAttribute("data-outcome", "denied");
  await expect(outcome()).toContainText("Ana says: this was not me");
  await expect(outcome()).toContainText("Change nothing and end the call");

  const alert = priya.page.getByRole("alert").filter({ hasText: ana.name });
  await expect(alert).toContainText(`${ana.name} (${desk.company.name}) says: this was not me.`);
  await alert.getByRole("link", { name: "Look at it" }).click();
  await expect(priya.page.getByRole("heading", { name: ana.name })).toBeVisible();
});
