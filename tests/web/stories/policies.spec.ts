import { expect, test } from "../harness/story";

test("a draft of a policy is kept when one leaves, the next version is the true one, and an earlier one is used again", async ({
  desk,
  priya: { page },
}) => {
  await desk.policy({ code_length: 8 });
  await page.goto(`/manage/policies/${desk.company.id}`);
  const differs = page.getByRole("table", { name: "Where it differs from the default" });
  await expect(differs).toContainText("Digits of a code");
  const digits = page.getByLabel("Digits of a code");
  await digits.selectOption("7");
  await expect(page.getByText("Saving makes version 2.")).toBeVisible();

  await page.getByRole("link", { name: "Default", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Default", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Team", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Team", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Policies", exact: true }).click();
  const own = page.getByRole("link", { name: new RegExp(desk.company.name) });
  await expect(own).toContainText("not saved");
  await own.click();
  await expect(digits).toHaveValue("7");
  await expect(page.getByText("These are the changes that you left here.")).toBeVisible();

  await page.getByRole("button", { name: "E-mail code earlier" }).press("Enter");
  await expect(page.getByText(/^E-mail code is now \d of \d$/)).toBeAttached();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Version 2 is in force from now on.")).toBeVisible();
  await expect(own).not.toContainText("not saved");

  await page.getByRole("button", { name: "What changed in version 2" }).click();
  await expect(page.getByRole("table", { name: "What version 2 changed" })).toContainText("Digits of a code");
  await page.getByRole("button", { name: /Use again.*version 1/ }).click();
  await expect(digits).toHaveValue("8");
  await expect(page.getByText("Saving makes version 3.")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(digits).toHaveValue("7");
});
