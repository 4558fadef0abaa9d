import { violations } from "../harness/axe";
import { code, link } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("a denial beats the green shield everywhere until an admin clears it", async ({
  desk,
  sam: { page },
  priya,
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome, more } = panel(page);
  const person = page.getByRole("complementary", { name: "Person" });
  await channel("SMS code").click();
  await digits().fill(await code(ana.mobile));
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
  await expect(person.getByText("Verified", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(person.getByText("Proven on another call", { exact: true }).first()).toBeVisible();
  await expect(person.getByText(/Mobile proven just now on another call/)).toBeVisible();

  await more().click();
  await page.getByRole("menuitem", { name: "SMS link" }).click();
  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/", 2));
  await phone.getByRole("button", { name: "This was not me" }).click();
  await expect(outcome()).toHaveAttribute("data-outcome", "denied");
  await expect(person.getByText(/Denied just now: this was not me/).first()).toBeVisible();
  await expect(channel("SMS code")).toHaveCount(0);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(person.getByRole("region", { name: "Denied" })).toContainText("this was not me");
  await expect(page.getByRole("row", { name: ana.name })).toContainText("Denied");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Start again on a new call" }).click();
  await expect(channel("SMS code")).toBeVisible();
  await page.reload();
  await expect(person.getByRole("region", { name: "Denied" })).toBeVisible();
  await expect(person.getByRole("button", { name: "Clear" })).toHaveCount(0);

  await priya.page.goto(`/contacts/${ana.id}`);
  await priya.page.getByRole("button", { name: "Clear" }).click();
  const clear = priya.page.getByRole("button", { name: "Clear it" });
  await expect(clear).toBeDisabled();
  await priya.page.getByLabel(/How did you reach them/).fill("I called her at the office");
  await clear.click();
  await expect(priya.page.getByRole("region", { name: "Denied" })).toHaveCount(0);
  await expect(person.getByRole("region", { name: "Denied" })).toHaveCount(0);
});

test("an alert stays through a reload, has an owner, and is dealt with", async ({
  desk,
  sam: { page },
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { more } = panel(page);
  await more().click();
  await page.getByRole("menuitem", { name: "SMS link" }).click();
  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/"));
  await phone.getByRole("button", { name: "This was not me" }).click();
  await page.goto("/home");
  await expect(page.getByRole("link", { name: /\d+ alerts? not dealt with/ })).toBeVisible();
  await expect(page.getByText("All quiet")).toHaveCount(0);
  await page.goto("/settings-that-are-not-there");
  await page.goto("/alerts");
  await expect(page).toHaveTitle(/^\(\d+\) Alerts/);
  await expect(page.getByRole("link", { name: /Home \d+ alerts?/ })).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: ana.name });
  await expect(row).toContainText("Nobody has taken it yet");
  await expect(row).toContainText("This was not me");
  expect(await violations(page)).toEqual([]);
  await row.getByRole("button", { name: "I’ll take it" }).click();
  await expect(row).toContainText("You have taken it");
  await page.reload();
  await row.getByRole("button", { name: "Dealt with" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Dealt with", pressed: false }).click();
  await expect(row).toContainText("Dealt with by");
});

test("offline, a press is refused at once, and nothing leaves when the network is back", async ({
  desk,
  sam: { page, context },
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel } = panel(page);
  await expect(channel("SMS code")).toBeEnabled();
  await context.setOffline(true);
  await expect(page.getByText("You are offline.", { exact: true })).toBeVisible();
  await channel("SMS code").click();
  await expect(page.getByText("You are offline. Nothing was sent.")).toBeVisible({ timeout: 2_000 });
  const started: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") started.push(request.url());
  });
  await context.setOffline(false);
  await expect(page.getByText("You are offline.", { exact: true })).toHaveCount(0);
  await page.reload();
  await expect(channel("SMS code")).toBeEnabled();
  expect(started).toEqual([]);
});
