import { expect, panel, test } from "../harness/story";
import { unique } from "../harness/unique";

test("one box finds a person by name, number, e-mail and company", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  const ben = await desk.person("Ben Okafor");
  const row = (person: { name: string }) => page.getByRole("row", { name: person.name });
  const box = page.getByRole("searchbox");
  for (const words of [
    ana.name,
    ana.name.slice(0, -4),
    ana.mobile,
    ana.mobile.slice(-7),
    ana.email,
    `${ana.email.split("@")[0] as string}@`,
  ]) {
    await box.fill(words);
    await expect(row(ana), words).toHaveCount(1);
    await expect(row(ben), words).toHaveCount(0);
  }
  await expect(page).toHaveURL(/\/contacts$/); // what was searched stays out of the address
  await page.getByRole("button", { name: /Remove the filter E-mail/ }).click();
  await page.getByRole("combobox", { name: "Company" }).fill(desk.company.name);
  await page.getByRole("option", { name: desk.company.name }).click();
  await expect(row(ana)).toHaveCount(1);
  await expect(row(ben)).toHaveCount(1);
  await box.fill("zzzz nobody");
  await expect(page.getByRole("heading", { name: "Nobody fits" })).toBeVisible();
  await page.getByRole("button", { name: "Show everybody" }).click();
  await expect(page.getByRole("row").nth(2)).toBeVisible();
});

test("a contact is added with a new company, changed and erased", async ({ priya: { page } }) => {
  const name = `Nia Quist ${unique()}`,
    company = `Quist & Co ${unique()}`;
  await page.getByRole("button", { name: "Add contact" }).click();
  const sheet = page.getByRole("dialog", { name: "Add a contact" });
  await expect(sheet.getByLabel("Name")).toBeFocused();
  await sheet.getByLabel("Name").fill(name);
  await sheet.getByRole("combobox", { name: "Company" }).fill(company);
  await sheet.getByRole("option", { name: `Add “${company}”` }).click();
  const second = page.getByRole("dialog", { name: "Add a company" });
  await expect(second.getByLabel("Name")).toHaveValue(company);
  await second.getByRole("button", { name: "Add company" }).click();
  await expect(second).toHaveCount(0);
  await expect(sheet.getByRole("combobox", { name: "Company" })).toHaveValue(company);
  await sheet.getByLabel("E-mail").fill("nia.quist@client.example");
  await sheet.getByRole("button", { name: "Add", exact: true }).click();

  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.locator(".channels").getByText("No mobile number on file")).toBeVisible();
  await expect(panel(page).channel("E-mail code")).toBeEnabled();

  await page.getByRole("button", { name: "More about this contact" }).click();
  await page.getByRole("menuitem", { name: "Edit contact" }).click();
  await page.getByRole("dialog").getByLabel("Mobile").fill("+1 (415) 555-0177");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("+1 415 ••• ••77")).toBeVisible();

  await page.getByRole("button", { name: "More about this contact" }).click();
  await page.getByRole("menuitem", { name: "Erase this person" }).click();
  await page.getByLabel(`Type the name of the person: ${name}`).fill("Somebody Else");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("That is not the name.")).toBeVisible();
  await page.getByLabel("Type the name of the person").fill(name);
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("Erased. The evidence stays valid")).toBeVisible();
  await page.getByRole("searchbox").fill(name);
  await expect(page.getByRole("heading", { name: "Nobody fits" })).toBeVisible();
});

test("a list is reviewed before it is imported", async ({ desk, priya: { page } }) => {
  const tag = unique();
  const csv = [
    "email,name,mobile,company",
    `zoe.${tag}@client.example,Zoe Hart ${tag},(415) 555-0121,${desk.company.name}`,
    `,Yan Li ${tag},12,${desk.company.name}`,
    `uma@,Uma Day ${tag},,${desk.company.name}`,
  ].join("\r\n");
  await page.getByRole("button", { name: "Import" }).click();
  await page
    .getByLabel("CSV file")
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  const sheet = page.getByRole("dialog", { name: "Import contacts" });
  await expect(sheet.getByText("2 left out")).toBeVisible();
  await expect(sheet.getByRole("row", { name: `Yan Li ${tag}` })).toContainText("Left out");
  await sheet.getByRole("button", { name: "Import 1 row" }).click();
  await expect(sheet.getByText("1 new, 0 changed, 0 unchanged, 2 left out")).toBeVisible();
  await sheet.getByRole("button", { name: "Done" }).click();
  await page.getByRole("searchbox").fill(`Zoe Hart ${tag}`);
  await expect(page.getByRole("row", { name: `Zoe Hart ${tag}` })).toHaveCount(1);
});

test("the ways say why one is closed, and a destination is never typed", async ({ sam: { page } }) => {
  await page.getByRole("searchbox").fill("Emi Sato");
  await expect(page.getByRole("row", { name: "Emi Sato" })).toContainText("Not a number");
  await page.getByRole("link", { name: "Emi Sato" }).first().click();
  await expect(page.getByText("Too few digits for a phone number")).toBeVisible();
  await expect(page.locator(".panel input")).toHaveCount(1); // the ticket
  await page.getByRole("searchbox").fill("Farid Haddad");
  await page.getByRole("link", { name: "Farid Haddad" }).first().click();
  await expect(page.getByText(/Country not allowed/)).toBeVisible();
});

test("a desk without contacts names the PSA before the file", async ({ priya: { page } }) => {
  await page.route(/\/v1\/contacts\?/, (route) => route.fulfill({ json: { items: [] } }));
  await page.goto("/contacts");
  const connect = page.getByRole("main").getByRole("link", { name: "Connect your PSA" });
  await expect(connect).toHaveAttribute("href", "/manage/connections/add");
  await expect(page.getByRole("button", { name: "Import a CSV" })).toBeVisible();
});
