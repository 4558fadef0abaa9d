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
  await expect(page.getByText("UCS-2")).toBeVisible();
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
