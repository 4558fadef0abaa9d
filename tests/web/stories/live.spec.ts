import { link } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("a desk that lost its network says so, and catches up by itself", async ({
  desk,
  sam: { page, context },
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { more, outcome, green } = panel(page);
  await more().click();
  await page.getByRole("menuitem", { name: "SMS link" }).click();
  await expect(page.getByRole("heading", { name: /Ask Ana to open the link/ })).toBeVisible();
  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/"));

  await context.setOffline(true);
  await expect(page.getByText(/Reconnecting/)).toBeVisible({ timeout: 60_000 });
  await phone.getByRole("button", { name: "Validate" }).click();
  await expect(phone.getByRole("button", { name: "Validate" })).toHaveCount(0);
  await expect(outcome()).toHaveCount(0);

  await context.setOffline(false);
  await expect(outcome()).toHaveAttribute("data-outcome", "approved", { timeout: 5_000 });
  await expect(green()).toHaveCount(1);
  await expect(page.getByText(/Reconnecting/)).toHaveCount(0);
});

test("the list of verifications is live: what opens comes first, what ends moves down", async ({
  desk,
  sam,
  priya,
}) => {
  const ana = await desk.person("Ana Torres");
  await priya.page.goto("/verifications");
  await priya.page.getByRole("combobox", { name: "Company" }).fill(desk.company.name);
  await priya.page.getByRole("option", { name: desk.company.name }).click();
  await expect(priya.page.getByText("Nobody is being verified at the moment.")).toBeVisible();
  const rows = (list: string) => priya.page.getByRole("table", { name: list }).getByRole("row", { name: ana.name });

  await sam.page.goto(`/contacts/${ana.id}`);
  await panel(sam.page).channel("SMS code").click();
  await expect(rows("Open now")).toContainText("Waiting");
  await sam.page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(rows("Ended")).toContainText("Cancelled");
  await expect(rows("Open now")).toHaveCount(0);

  await priya.page.getByRole("button", { name: "Denied" }).click();
  await expect(priya.page.getByRole("heading", { name: "None of these" })).toBeVisible();
  await priya.page.getByRole("button", { name: "Cancelled", exact: true }).click();
  await rows("Ended").getByRole("link").click();
  await expect(priya.page.getByRole("link", { name: "Download the evidence" })).toBeVisible();
});
