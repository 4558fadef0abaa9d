import { api } from "../harness/api";
import { dev } from "../harness/dev";
import { expect, signIn, test } from "../harness/story";
import { unique } from "../harness/unique";

const word = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe";

test("a long word in a name neither covers a button nor widens a phone's page", async ({ desk, browserFor }) => {
  const name = `Ada ${word} ${unique()}`;
  const ada = await api.addContact({
    name,
    email: `ada.${unique()}@client.example`,
    company_id: desk.company.id,
  });
  const { page } = await browserFor({ viewport: { width: 390, height: 844 } });
  await page.goto(`/contacts/${ada.id}`);
  await signIn(page, dev().console_email);
  await expect(page.getByRole("heading", { name })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: /^More about/ }).click();
  await page.getByRole("menuitem", { name: /Erase/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Type the name");
  expect(await dialog.evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth)).toBeLessThanOrEqual(0);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
});

test("a name that is cut off shows whole when it is pointed at", async ({ desk, priya: { page } }) => {
  const name = `${word} ${word} ${unique()}`;
  await api.addContact({ name, email: `ada.${unique()}@client.example`, company_id: desk.company.id });
  await page.goto(`/contacts/companies/${desk.company.id}`);
  const cut = page.locator("aside .clip").filter({ hasText: word }).first();
  await cut.hover();
  await expect(cut).toHaveAttribute("title", new RegExp(name));
});

test("what cannot be pressed looks so, and a notice does not lie on Save", async ({ priya: { page } }) => {
  await page.goto("/manage/templates/sms_code");
  const discard = page.getByRole("button", { name: "Discard" });
  await expect(discard).toBeDisabled();
  const colour = () => discard.evaluate((button) => getComputedStyle(button).color);
  const dead = await colour();
  const text = page.getByLabel("Text", { exact: true });
  const before = await text.inputValue();
  await text.fill(`${before} `);
  await expect(discard).toBeEnabled();
  expect(await colour()).not.toBe(dead);
  await page.getByRole("button", { name: "Save" }).click();
  const notice = page.getByRole("status").filter({ hasText: "Saved." });
  await expect(notice).toBeVisible();
  const [low, bar] = await Promise.all([notice.boundingBox(), page.locator(".save-bar").boundingBox()]);
  expect(low && bar && low.y + low.height <= Math.max(bar.y, 900 - 69)).toBe(true);
  await page.getByRole("button", { name: "Back to the built-in text" }).click();
  await expect(page.getByText("The built-in text is used")).toBeVisible();
});
