import { expect, test } from "../harness/story";
import { unique } from "../harness/unique";

test("a deleted text for conversations comes back with one press, in the dialog that it was deleted in", async ({
  priya: { page },
}) => {
  const name = `Printer ${unique()}`;
  await page.goto("/inbox/sms");
  await page.getByRole("button", { name: "Templates" }).click();
  await page.getByRole("button", { name: "Add a template" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Text").fill("Is it still burning?");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await expect(page.getByRole("button", { name: `Edit ${name}` })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: `Edit ${name}` }).click();
  await expect(page.getByLabel("Text")).toHaveValue("Is it still burning?");
});
