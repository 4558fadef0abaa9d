import { violations } from "../harness/axe";
import { code, texts } from "../harness/sandbox";
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
  await expect(panel(page).channel("SMS code")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: ana.name }).first()).toBeFocused();
  // V and a press of Enter lead to the first way; Enter that is held down sends nothing.
  await page.keyboard.press("v");
  await expect(panel(page).channel("SMS code")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.down("Enter");
  await expect(panel(page).channel("SMS code")).toBeFocused();
  await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(panel(page).digits()).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(panel(page).digits()).toBeFocused();
  await page.keyboard.type(await code(ana.mobile));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/contacts$/);
});

test("a result, a cancelled call and Done leave the focus in the panel", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const inPanel = () => page.locator("aside[aria-label=Person] :focus");
  await panel(page).channel("SMS code").press("Enter");
  await expect(panel(page).digits()).toBeFocused();
  await page.keyboard.type(await code(ana.mobile));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");
  await expect(page.getByRole("heading", { name: `${ana.name} is verified` })).toBeFocused();
  await page.getByRole("button", { name: "Done" }).press("Enter");
  await expect(panel(page).outcome()).toHaveCount(0);
  await expect(inPanel()).toHaveCount(1);
  await panel(page).channel("SMS code").press("Enter");
  await expect(panel(page).digits()).toBeFocused();
  await page.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "cancelled");
  await expect(inPanel()).toHaveCount(1);
  await page.getByRole("button", { name: "Done" }).press("Enter");
  await expect(panel(page).outcome()).toHaveCount(0);
  await expect(inPanel()).toHaveCount(1);
});

test("a client's question is shown, taken up and ended by keys, and the focus stays with it", async ({
  desk,
  sam: { page },
}) => {
  const [ana, ben] = [await desk.person("Ana Torres"), await desk.person("Ben Okafor")];
  await texts(ana.mobile, "#verify");
  await texts(ben.mobile, "#verify");
  await page.goto("/verifications/they-verify-us");
  const rows = page.locator("[data-row]");
  await expect(page.getByRole("link", { name: ana.name })).toBeVisible();
  await expect(page.getByRole("link", { name: ben.name })).toBeVisible();
  await rows.first().focus();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.first()).toBeFocused();

  await page.getByRole("link", { name: ana.name }).press("Enter");
  const inPanel = page.locator("aside[aria-label='Technician verification'] :focus");
  await expect(inPanel).toHaveCount(1);
  await page.getByRole("button", { name: "Show code" }).press("Enter");
  await expect(page.locator(".read-out")).toBeVisible();
  await expect(inPanel).toHaveCount(1);
  await page.getByRole("button", { name: "Take it up" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Waiting for Ana's #confirm" })).toBeVisible();
  await expect(inPanel).toHaveCount(1);
  await page.getByRole("button", { name: "They confirmed on the phone" }).press("Enter");
  await page.getByRole("button", { name: "Yes, they said so" }).press("Enter");
  await expect(page.locator("[data-outcome]")).toHaveAttribute("data-outcome", "confirmed");
  await expect(inPanel).toHaveCount(1);
});

test("J and K move in the messages, Enter leads into the answer, and Esc back to the row", async ({
  desk,
  sam: { page },
}) => {
  const [ana, ben] = [await desk.person("Ana Torres"), await desk.person("Ben Okafor")];
  await texts(ana.mobile, "My laptop is on fire");
  await texts(ben.mobile, "So is mine");
  await page.goto("/inbox/sms");
  await page.getByLabel("Search messages").fill(desk.company.name);
  const rows = page.locator(".conversation-list [data-row]");
  await expect(rows).toHaveCount(2);
  await rows.first().focus();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Message", { exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(rows.first()).toBeFocused();
});

test("a button with a menu opens it by the arrow, and an order that changes is said", async ({
  desk,
  sam,
  priya: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  await desk.policy({});
  await sam.page.goto(`/contacts/${ana.id}`);
  await panel(sam.page).more().press("ArrowDown");
  await expect(sam.page.getByRole("menuitem").first()).toBeFocused();
  await sam.page.keyboard.press("End");
  await expect(sam.page.getByRole("menuitem").last()).toBeFocused();
  await sam.page.keyboard.press("Escape");
  await expect(panel(sam.page).more()).toBeFocused();

  await page.goto(`/manage/policies/${desk.company.id}`);
  const later = page.getByRole("button", { name: "SMS code later" });
  await later.press("Enter");
  await expect(page.getByText(/^SMS code is now 2 of/)).toBeAttached();
  await expect(later).toBeFocused();
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
