import { api } from "../harness/api";
import { violations } from "../harness/axe";
import { dev } from "../harness/dev";
import { messages, texts } from "../harness/sandbox";
import { expect, test } from "../harness/story";
import { unique } from "../harness/unique";

/** The demo MSP has one number, and so one channel for all stories. */
test.beforeAll(async () => {
  if ((await api.smsChannels()).length === 0)
    await api.addSMSChannel({
      name: "Help desk",
      number: dev().verification_number,
      users_may_start: true,
      confirm_messages: false,
    });
});

test("a client writes, a technician reads and answers, STOP holds", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await texts(ana.mobile, "My laptop is on fire");
  await expect(page.getByRole("link", { name: /Inbox \d+ unread/ })).toBeVisible();
  await page.getByRole("link", { name: /^Inbox/ }).click();
  const row = page.getByRole("link", { name: ana.name });
  await expect(row).toContainText("unread");
  await row.click();
  await expect(page.getByRole("log")).toContainText("My laptop is on fire");
  await expect(row).not.toContainText("unread");
  expect(await violations(page)).toEqual([]);

  const box = page.getByLabel("Message", { exact: true });
  await box.fill("Help is on its way ❤");
  await expect(page.getByText("because of ❤")).toBeVisible();
  await box.press("Control+Enter");
  const sent = page.getByRole("listitem").filter({ hasText: "Help is on its way ❤" }).last();
  await expect(sent).toContainText("Delivered");
  await expect(box).toHaveValue("");
  await expect
    .poll(async () => (await messages(ana.mobile)).map((each) => each.body))
    .toContain("Help is on its way ❤");

  // What arrives while one looks at it appears by itself.
  await texts(ana.mobile, "Thank you");
  await expect(page.getByRole("log")).toContainText("Thank you");
  await texts(ana.mobile, "STOP");
  await expect(page.getByText("They replied STOP.")).toBeVisible();
  await expect(box).toHaveCount(0);
});

test("a technician writes first, from a template, and closes", async ({ desk, sam: { page } }) => {
  const ben = await desk.person("Ben Okafor");
  const name = `Hello ${unique()}`;
  await page.goto("/messages");
  await page.getByRole("button", { name: "Templates" }).click();
  await page.getByRole("button", { name: "Add a template" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByLabel("Text").fill("Hi ${name}, this is ${technician} of ${msp}.");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "New" }).click();
  await page.getByLabel("To").fill(ben.name);
  await page.getByRole("option", { name: ben.name }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Templates" }).click();
  await page.getByRole("menuitem", { name }).click();
  await expect(page.getByText("They read: Hi Ben, this is Sam Rivera of")).toBeVisible();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: ben.name })).toBeVisible();
  await expect(page.getByRole("log")).toContainText("Hi Ben, this is Sam Rivera of");

  await page.getByRole("button", { name: "Close it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close it" }).click();
  await expect(page.getByText("This conversation is closed.")).toBeVisible();
  await page.getByRole("button", { name: "Closed" }).click();
  await expect(page.getByRole("link", { name: ben.name })).toBeVisible();
});

test("the list follows the client's words, and a conversation has an owner, a time it comes back, and who looks", async ({
  desk,
  sam: { page },
  priya,
}) => {
  const ana = await desk.person("Ana Torres");
  await texts(ana.mobile, "My laptop is on fire");
  await page.goto("/inbox");
  await page.getByLabel("Search messages").fill(ana.name);
  const row = page.getByRole("link", { name: ana.name });
  // What answered by itself is in the thread, and not in the list.
  await row.click();
  await expect(page.getByRole("log")).toContainText("Automatic first answer");
  await expect(row).toContainText("My laptop is on fire");
  await expect(row).toContainText("Waits");

  await priya.page.goto(page.url());
  await expect(page.getByText("Priya Nair is looking")).toBeVisible();
  await expect(priya.page.getByText("Sam Rivera is looking")).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "Owner: nobody" }).click();
  await page.getByRole("menuitemradio", { name: "Me", exact: true }).click();
  await expect(priya.page.getByRole("button", { name: "Owner: Sam Rivera" })).toBeVisible();
  await priya.page.goto("/home");
  await expect(page.getByText("Priya Nair is looking")).toHaveCount(0);

  // One key leads to the answer, and the answer ends the waiting.
  await row.focus();
  await page.keyboard.press("r");
  await expect(page.getByLabel("Message", { exact: true })).toBeFocused();
  await page.keyboard.type("We come at two");
  await page.keyboard.press("Control+Enter");
  await expect(row).not.toContainText("Waits");
  await expect(row).toContainText("My laptop is on fire");

  await page.getByRole("button", { name: "Snooze" }).click();
  await page.getByRole("menuitem", { name: "For an hour" }).click();
  await page.getByLabel("Search messages").fill("");
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Snoozed", exact: true }).first().click();
  await expect(row).toBeVisible();
  await texts(ana.mobile, "Thank you");
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Mine" }).click();
  await expect(row).toContainText("Thank you");

  // Where the window is short, as at 200 % zoom, the answer stays in sight.
  await page.setViewportSize({ width: 720, height: 450 });
  await expect(page.getByRole("button", { name: "Send" })).toBeInViewport();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("button", { name: "Send" })).toBeInViewport();
});

test("an admin changes the words and the channel", async ({ priya: { page } }) => {
  await page.goto("/manage/they-verify-us");
  const words = page.getByRole("form", { name: "Client messages" });
  const confirms = words.getByLabel("They confirm with");
  await confirms.fill("#verify");
  await words.getByRole("button", { name: "Save" }).click();
  await expect(words.getByRole("alert").first()).toBeVisible();
  await words.getByRole("button", { name: "Discard" }).click();
  await expect(confirms).toHaveValue("#confirm");

  await page.goto("/manage/numbers");
  await page
    .getByRole("button", { name: /^Edit / })
    .first()
    .click();
  const acknowledge = page.getByLabel("Acknowledge every message");
  const before = await acknowledge.isChecked();
  await acknowledge.setChecked(!before);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page
    .getByRole("button", { name: /^Edit / })
    .first()
    .click();
  await expect(acknowledge).toBeChecked({ checked: !before });
  await acknowledge.setChecked(before);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
