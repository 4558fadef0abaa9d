import { violations } from "../harness/axe";
import { expect, test } from "../harness/story";

test("an entry of the log has an address: a reload and a colleague see it, and the way back closes it", async ({
  desk,
  priya: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/manage/audit?company=${desk.company.id}`);
  const row = page.getByRole("row", { name: ana.name });
  const opener = row.getByRole("button", { name: "Contact added" });
  await opener.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Contact added" });
  await expect(sheet).toContainText(ana.name);
  await expect(page).toHaveURL(/[?&]entry=/);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(opener).toBeFocused();
  await expect(page).not.toHaveURL(/entry=/);

  await opener.press("Enter");
  await expect(sheet).toBeVisible();
  const address = page.url();
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  await expect(opener).toBeFocused();
  await page.goForward();
  await expect(sheet).toBeVisible();
  await page.reload();
  await expect(sheet).toContainText(ana.name);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);

  // Where the log on screen does not show it, it is read by itself.
  const elsewhere = new URL(address);
  elsewhere.searchParams.set("to", "2020-01-01");
  await page.goto(elsewhere.href);
  await expect(page.getByText("Nothing fits")).toBeVisible();
  await expect(sheet).toContainText(ana.name);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(page).toHaveURL(/to=2020-01-01/);

  elsewhere.searchParams.set("entry", "00000000-0000-7000-8000-000000000000");
  await page.goto(elsewhere.href);
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Try again" })).toHaveCount(0);
});
