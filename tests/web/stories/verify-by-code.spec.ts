import { code, hears, message, messages, wrong } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("the caller reads six digits, and the shield turns green", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await page.getByRole("searchbox").fill(ana.name);
  await page.getByRole("link", { name: `Verify ${ana.name}` }).click();
  const { channel, digits, outcome, green } = panel(page);
  await page.getByLabel("Ticket").fill("990213");
  await channel("SMS code").click();
  await expect(page.getByRole("heading", { name: "Ask Ana for the six digits" })).toBeVisible();
  await expect(digits()).toBeFocused();
  await digits().pressSequentially(await code(ana.mobile));
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
  await expect(outcome()).toContainText(`${ana.name} is verified`);
  await expect(outcome()).toContainText("ticket 990213");
  await expect(green()).toHaveCount(1);
  await expect(page.getByRole("row", { name: ana.name }).locator("[data-shield=past]")).toHaveCount(1);
  await expect(page.getByText("SMS code accepted")).toBeVisible();
});

test("a code is pasted as it stands in the message, and no page ever shows it by itself", async ({
  desk,
  sam: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome } = panel(page);
  await channel("SMS code").click();
  const right = await code(ana.mobile);
  await expect(digits()).toBeVisible();
  expect(await page.content()).not.toContain(right);
  await digits().fill(`Your code is ${right.slice(0, 3)} ${right.slice(3)}.`);
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
});

test("five wrong codes deny, and too few digits are no try", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome } = panel(page);
  await channel("SMS code").click();
  const right = await code(ana.mobile);
  await digits().fill("12");
  await digits().press("Enter");
  await expect(page.getByRole("alert")).toContainText("Too few are not counted");
  for (const left of [4, 3, 2, 1]) {
    await digits().fill(wrong(right));
    await expect(
      page.getByText(left === 1 ? "That was not it. 1 try left" : `That was not it. ${left} tries left`),
    ).toBeVisible();
    await expect(digits()).toHaveValue("");
    await expect(digits()).toBeFocused();
  }
  await digits().fill(wrong(right));
  await expect(outcome()).toHaveAttribute("data-outcome", "denied");
  await expect(outcome()).toContainText("too many wrong codes");
  await expect(outcome()).toContainText("Call back on the number you have on file");
});

test("a call: the person presses a key and reads what was said", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { more, digits, outcome } = panel(page);
  await more().click();
  await page.getByRole("menuitem", { name: "Voice call" }).click();
  await expect(page.getByRole("heading", { name: /Ask Ana to pick up, press a key/ })).toBeVisible();
  await digits().fill(await hears(ana.mobile));
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
});

test("a new code voids the one before, after its pause", async ({ desk, sam: { page } }) => {
  await desk.policy({ send_pauses_seconds: [8, 8, 8, 8] });
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome } = panel(page);
  await channel("SMS code").click();
  const first = await code(ana.mobile);
  await expect(page.getByRole("button", { name: /Send a new code in \d s/ })).toBeDisabled();
  await page.getByRole("button", { name: "Send a new code", exact: true }).click();
  const second = await code(ana.mobile, 2);
  await expect(page.getByRole("button", { name: /Send a new code in \d s/ })).toBeVisible();
  await digits().fill(first);
  await expect(page.getByText("That was not it. 4 tries left")).toBeVisible();
  await digits().fill(second);
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
});

test("another way within the same verification", async ({ desk, sam: { page } }) => {
  await desk.policy({ send_pauses_seconds: [0, 0, 0, 0] });
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome } = panel(page);
  await channel("SMS code").click();
  await message(ana.mobile);
  await expect(digits()).toBeVisible();
  await channel("E-mail code").click();
  await expect(page.getByText(/Sent by e-mail to/)).toBeVisible();
  await digits().fill(await code(ana.email));
  await expect(outcome()).toContainText("By E-mail code");
  expect(await messages(ana.mobile)).toHaveLength(1);
});

test("cancelled, the code is good for nothing", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { channel, outcome } = panel(page);
  await channel("SMS code").click();
  await message(ana.mobile);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(outcome()).toHaveAttribute("data-outcome", "cancelled");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(outcome()).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Ways to reach Ana" })).toBeVisible();
});
