import { violations } from "../harness/axe";
import { code, link } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("keys lead to every place, and one search to everything", async ({ desk, priya: { page } }) => {
  const ana = await desk.person("Ana Torres");
  for (const [key, heading] of [
    ["h", "Waiting for you"],
    ["i", "Messages"],
    ["t", "Tickets"],
    ["v", "Verifications"],
    ["c", "Contacts"],
    ["m", "Manage"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Ctrl");
  await page.keyboard.press("Escape");

  const box = page.getByRole("combobox", { name: /^Find a person/ });
  const chosen = page.getByRole("dialog").getByRole("option", { selected: true });
  await page.keyboard.press("Control+k");
  await expect(box).toBeFocused();
  await page.keyboard.type("colour");
  await expect(chosen).toContainText("Look");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/manage\/look$/);

  await page.keyboard.press("Control+k");
  await page.keyboard.type(`verify ${ana.name}`);
  await expect(chosen).toContainText(ana.name);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: ana.name })).toBeVisible();
  await expect(panel(page).channel("SMS code")).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`/contacts/${ana.id}$`)); // what was typed is in no address
});

test("the call that is on follows over all screens", async ({ desk, browserFor }) => {
  // A technician of its own: other stories have calls on at the same time.
  const email = await desk.invite({ name: "Kim Vale" });
  const { page } = await browserFor();
  await page.goto(await link(email, "/set-password"));
  await page.getByLabel("New password").fill("a heron waits by the quiet water");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for you" })).toBeVisible();
  const ana = await desk.person("Ana Torres");
  const call = page.getByRole("region", { name: "The call that is on" });
  await page.goto(`/contacts/${ana.id}`);
  await panel(page).channel("SMS code").click();
  await expect(panel(page).digits()).toBeVisible();
  await page.getByRole("link", { name: "Tickets" }).click();
  await expect(call).toContainText(ana.name);
  await expect(call).toContainText("Waiting for the code");
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await call.getByRole("link", { name: "To the call" }).click();
  await panel(page)
    .digits()
    .fill(await code(ana.mobile));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");
  await page.getByRole("link", { name: /^Inbox/ }).click();
  await expect(call).toContainText("Verified on this call");
  expect(await violations(page)).toEqual([]);
  await call.getByRole("button", { name: "End the call" }).click();
  await expect(call).toHaveCount(0);
});

test("old addresses lead on, and one that leads nowhere keeps the navigation", async ({ priya: { page } }) => {
  for (const [old, now] of [
    ["/requests", "/verifications/they-verify-us"],
    ["/companies", "/contacts/companies"],
    ["/messages", "/inbox/sms"],
    ["/outbox?status=failed", "/tickets/notes?status=failed"],
    ["/people", "/manage/team"],
    ["/", "/home"],
  ] as const) {
    await page.goto(old);
    await expect(page).toHaveURL(new RegExp(`${now.replace("?", "\\?")}$`));
  }
  await page.goto("/contactz/7");
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Contacts" }).click();
  await expect(page.getByRole("heading", { name: "Contacts" })).toBeVisible();
});

test("filters live in the address, and a reload keeps them", async ({ desk, priya: { page } }) => {
  await page.goto("/verifications");
  await page.getByRole("combobox", { name: "Company" }).fill(desk.company.name);
  await page.getByRole("option", { name: desk.company.name }).click();
  await page.getByRole("button", { name: "Denied" }).click();
  await expect(page).toHaveURL(new RegExp(`company=${desk.company.id}`));
  await page.reload();
  await expect(page.getByRole("button", { name: "Denied" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("combobox", { name: "Company" })).toHaveValue(desk.company.name);
});

for (const [device, viewport] of [
  ["a phone", { width: 390, height: 844 }],
  ["a desk at 200 %", { width: 720, height: 450 }],
] as const) {
  test(`the navigation of ${device} is a bar of 48 px and a drawer`, async ({ priya: { page } }) => {
    await page.setViewportSize(viewport);
    for (const address of [
      "/home",
      "/contacts",
      "/contacts/companies",
      "/verifications",
      "/verifications/they-verify-us",
      "/inbox/sms",
      "/tickets",
      "/tickets/notes",
      "/manage/team",
      "/manage/connections",
      "/manage/api-keys",
      "/manage/audit",
    ]) {
      await page.goto(address);
      await expect(page.locator("main h1").first()).toBeVisible();
      await expect(page.locator(".skeleton")).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), address).toBeLessThanOrEqual(
        0,
      );
    }
    const bar = page.getByRole("navigation", { name: "Places" });
    expect((await bar.boundingBox())?.height).toBe(48);
    await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
    await bar.getByRole("link", { name: "Contacts" }).click();
    await expect(page.getByRole("heading", { name: "Contacts" })).toBeVisible();
    await bar.getByRole("button", { name: "More" }).press("Enter");
    const drawer = page.getByRole("dialog");
    await expect(drawer).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await drawer.getByRole("button", { name: /Your account/ }).click();
    await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeInViewport();
    await page.keyboard.press("Escape");
    await drawer.getByRole("link", { name: "Tickets" }).click();
    await expect(drawer).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Tickets" })).toBeVisible();
  });
}
