import { link, presses } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("Sam reads a number, Ana enters it, and both see the same two words", async ({
  desk,
  sam: { page },
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { more, outcome, green } = panel(page);
  await page.getByLabel("Ticket").fill("990213");
  await more().click();
  await page.getByRole("menuitem", { name: "Number match" }).click();
  await expect(page.getByRole("heading", { name: "Read this number to Ana" })).toBeVisible();
  const number = (await page.locator(".read-out").innerText()).trim();
  expect(number).toMatch(/^[1-9]\d$/);

  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/"));
  await expect(phone.getByRole("button", { name: "I am not on a call with them" })).toBeVisible();
  await phone.getByLabel("The number they read to you").fill(number === "10" ? "11" : "10");
  await phone.getByRole("button", { name: "That is the number" }).click();
  await expect(phone.getByText("That is not the number")).toBeVisible();
  await expect(phone.getByLabel("The number they read to you")).toHaveAccessibleDescription(/That is not the number/);
  await expect(page.getByText("Ana entered a wrong number.")).toBeVisible();
  await phone.getByLabel("The number they read to you").fill(number);
  await phone.keyboard.press("Enter");

  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
  await expect(green()).toHaveCount(1);
  const words = (await page.locator(".same-words").innerText()).trim();
  expect(words.split(" ")).toHaveLength(2);
  await expect(phone.locator(".words")).toHaveText(words);
  await expect(page.getByRole("heading", { name: "Ask Ana for the two words" })).toBeVisible();
  await page.getByRole("button", { name: "They match" }).click();
  await expect(outcome()).toContainText(`${ana.name} is verified`);
});

test("A call-back rings the number on file and connects the help desk's line", async ({ desk, sam: { page } }) => {
  await desk.policy({ call_back_to: "+14155550199" });
  const ana = await desk.person("Ana Torres");
  await page.goto(`/contacts/${ana.id}`);
  const { more, outcome } = panel(page);
  await more().click();
  await page.getByRole("menuitem", { name: "Call back" }).first().click();
  await expect(page.getByRole("heading", { name: "Tell Ana to hang up, take our call and press 1" })).toBeVisible();
  await presses(ana.mobile, "1", "[connected with +14155550199]");
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
});
