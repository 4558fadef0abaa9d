import { randomInt } from "node:crypto";
import { violations } from "../harness/axe";
import { forges, texts } from "../harness/sandbox";
import { expect, test } from "../harness/story";
import { written } from "../harness/written";

const aNumber = () => `+1415${randomInt(2_000_000, 9_999_999)}`;

test("an admin puts an unknown sender on file at a contact, and another one as a new contact", async ({
  desk,
  priya: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  const [second, newcomer] = [aNumber(), aNumber()];
  await page.goto("/contacts/review");
  await texts(second, "#verify");
  await texts(newcomer, "#verify");
  const list = page.getByRole("table", { name: "Unknown senders" });
  await expect(list.getByRole("row", { name: written(second) })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await list
    .getByRole("row", { name: written(second) })
    .getByRole("button", { name: "Assign" })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Contact" }).fill(ana.name);
  await page.getByRole("option", { name: ana.name }).click();
  await expect(dialog).toContainText("It replaces mobile");
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(list.getByRole("row", { name: written(second) })).toHaveCount(0);

  await list
    .getByRole("row", { name: written(newcomer) })
    .getByRole("button", { name: "Add as contact" })
    .click();
  const name = `Cleo ${randomInt(1_000_000)}`;
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("combobox", { name: "Company" }).fill(desk.company.name);
  await page.getByRole("option", { name: desk.company.name }).first().click();
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(list.getByRole("row", { name: written(newcomer) })).toHaveCount(0);

  await page.goto(`/contacts/${ana.id}`);
  await expect(page.getByText(/proves little until/).first()).toBeVisible();
});

test("a mail in somebody's name that proves no sender stands apart, and leads to the person", async ({
  desk,
  priya: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto("/contacts/review");
  await forges(ana.email, "#verify");
  const row = page.getByRole("table", { name: "Unproven mails" }).getByRole("row", { name: ana.email });
  await expect(row).toContainText("#verify");
  await expect(row.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Unknown senders" }).getByRole("row", { name: ana.email })).toHaveCount(
    0,
  );
  expect(await violations(page)).toEqual([]);
  await row.getByRole("link", { name: ana.name }).click();
  await expect(page.getByRole("heading", { name: ana.name })).toBeVisible();
});
