import { violations } from "../harness/axe";
import { code } from "../harness/sandbox";
import { expect, panel, signIn, test } from "../harness/story";

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
  await expect(panel(page).channel("SMS code")).toBeEnabled();
  for (
    let presses = 0;
    presses < 12 &&
    !(await panel(page)
      .channel("SMS code")
      .evaluate((button) => button === document.activeElement));
    presses++
  )
    await page.keyboard.press("Tab");
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

for (const theme of ["light", "dark"] as const) {
  test(`every screen holds WCAG AA, ${theme}`, async ({ desk, priya: { page } }) => {
    const ana = await desk.person("Ana Torres");
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const screens = [
      "/home",
      "/home/first-steps",
      "/inbox/sms",
      "/contacts",
      `/contacts/${ana.id}`,
      "/contacts/companies",
      "/contacts/review",
      "/verifications",
      "/verifications/they-verify-us",
      "/tickets/notes",
      "/manage",
      "/manage/policies",
      "/manage/templates",
      "/manage/templates/sms_code",
      "/manage/templates/email_link",
      "/manage/team",
      "/manage/connections",
      "/manage/ticket-defaults",
      "/manage/api-keys",
      "/manage/audit",
      "/manage/profile",
      "/manage/look",
      "/manage/retention",
      "/manage/limits",
      "/manage/they-verify-us",
      "/manage/numbers",
    ];
    for (const screen of screens) {
      await page.goto(screen);
      await expect(page.locator("main h1").first()).toBeVisible();
      await expect(page.locator(".skeleton")).toHaveCount(0);
      expect(await violations(page), screen).toEqual([]);
    }
  });
}

test("the doors and the pod hold WCAG AA", async ({ desk, browserFor }) => {
  const ana = await desk.person("Ana Torres");
  const { page } = await browserFor({ viewport: { width: 400, height: 600 } });
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const door of ["/", "/forgotten-password", "/set-password", "/pod"]) {
      await page.goto(door);
      await expect(page.locator("h1")).toBeVisible();
      expect(await violations(page), `${door}, ${theme}`).toEqual([]);
    }
  }
  await page.goto(`/pod?contact_id=${ana.id}&ticket_id=990213`);
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await signIn(popup, "sam@bluepeak.example");
  await expect(panel(page).channel("SMS code")).toBeEnabled();
  expect(await violations(page), "the pod").toEqual([]);
  await panel(page).channel("SMS code").click();
  await expect(panel(page).digits()).toBeVisible();
  expect(await violations(page), "the pod, waiting").toEqual([]);
  await panel(page)
    .digits()
    .fill(await code(ana.mobile));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");
  expect(await violations(page), "the pod, green").toEqual([]);
});
