import { readFileSync } from "node:fs";
import { api } from "../harness/api";
import { code, message } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";
import { unique } from "../harness/unique";

test("a company gets a policy of its own; the next verification follows it, and reset brings the default back", async ({
  desk,
  priya: { page },
  sam,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto("/policies");
  await page.getByRole("combobox", { name: "Find a company" }).fill(desk.company.name);
  await page.getByRole("option", { name: desk.company.name }).click();
  await expect(page.getByText(/inherits the default/)).toBeVisible();
  await expect(page.getByLabel("Banner")).toBeDisabled();
  await page.getByRole("button", { name: "Give it its own policy" }).click();
  await page.getByLabel("Digits of a code").selectOption("8");
  await page.getByLabel("Banner").fill("Ask for the manager's name first.");
  await page.getByRole("button", { name: "E-mail code earlier" }).click();
  await page.getByLabel("SMS link", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/is in force from now on/)).toBeVisible();
  await expect(page.getByRole("link", { name: new RegExp(`${desk.company.name}.*v1`) })).toBeVisible();

  await sam.page.goto(`/contacts/${ana.id}`);
  await expect(sam.page.getByText("Ask for the manager's name first.")).toBeVisible();
  await panel(sam.page).channel("SMS code").click();
  await expect(sam.page.getByRole("heading", { name: "Ask Ana for the eight digits" })).toBeVisible();
  const right = await code(ana.mobile);
  expect(right).toHaveLength(8);
  await panel(sam.page).digits().fill(right);
  await expect(panel(sam.page).outcome()).toHaveAttribute("data-outcome", "approved");

  const back = page.getByRole("button", { name: "Go back to the default" });
  await back.click();
  await expect(page.getByText(/inherits the default/)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Banner")).toHaveValue("Ask for the manager's name first.");
  await back.click();
  await expect(page.getByText(/inherits the default/)).toBeVisible();
});

test("a refused policy says what is wrong at the field", async ({ desk, priya: { page } }) => {
  await desk.policy({});
  await page.goto(`/policies/${desk.company.id}`);
  for (const name of ["SMS code", "SMS link", "E-mail code", "E-mail link", "Voice call", "Number match", "Call back"])
    await page.getByLabel(name, { exact: true }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByText(/Fix what is marked above|Something is not right yet/)).toBeVisible();
});

test("a text without its code is refused while one types, a good one goes out with the next message", async ({
  desk,
  priya: { page },
  sam,
}) => {
  const ana = await desk.person("Ana Torres");
  await page.goto("/templates/email_code");
  const text = page.getByLabel("Text", { exact: true });
  const before = await text.inputValue();
  await text.fill("Hello ${name}, somebody is on the phone.");
  await expect(page.getByText("Without ${code} the person gets no code")).toBeVisible();
  await expect(text).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Without ${code} the person gets no code")).toBeVisible();

  await text.fill("Hello ${name}, read this out: ");
  await text.press("End");
  await page.getByRole("button", { name: "${code}" }).click();
  await expect(text).toHaveValue("Hello ${name}, read this out: ${code}");
  await expect(page.getByTitle("Preview")).toHaveAttribute("srcdoc", /read this out: <strong[^>]*>\d{6}/);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The next message uses it.")).toBeVisible();

  await sam.page.goto(`/contacts/${ana.id}`);
  await panel(sam.page).channel("E-mail code").click();
  expect((await message(ana.email)).body).toMatch(/read this out: \d{6}/);

  const back = page.getByRole("button", { name: "Back to the built-in text" });
  await back.click();
  await expect(text).toHaveValue(before);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(text).toHaveValue("Hello ${name}, read this out: ${code}");
  await back.click();
  await expect(text).toHaveValue(before);
});

test("branding shows at once on the page behind the link; an oversized logo is refused", async ({
  priya: { page },
}) => {
  await page.goto("/manage/look");
  const accent = page.getByLabel("Accent", { exact: true });
  const before = await accent.inputValue();
  await accent.fill("#7a1fa2");
  await expect(page.getByTitle("Preview")).toHaveAttribute("srcdoc", /#7a1fa2/);
  await page.getByLabel("Logo").setInputFiles({ name: "big.png", mimeType: "image/png", buffer: Buffer.alloc(20_000) });
  await expect(page.getByText(/at most 10 KB/).first()).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(accent).toHaveValue(before);
});

test("a colleague is invited, limited, disabled", async ({ desk, priya: { page } }) => {
  const email = `kim.${unique()}@bluepeak.example`;
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Sees chosen companies only").check();
  await page.getByRole("combobox", { name: "Companies" }).fill(desk.company.name);
  await page.getByRole("option", { name: desk.company.name }).click();
  await page.getByRole("button", { name: "Send the invitation" }).click();
  const row = page.getByRole("row", { name: email });
  await expect(row).toContainText("Invited");
  await expect(row).toContainText("1 company");
  await message(email);

  await row.getByRole("button").click();
  await page.getByRole("button", { name: "Send the invitation again" }).click();
  await message(email, 2);
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("Disabled");
});

test("a key's secret is shown once, works, and is revoked", async ({ priya: { page } }) => {
  const name = `Bridge ${unique()}`;
  await page.goto("/api-keys");
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = (await page.locator("[data-secret]").textContent()) ?? "";
  expect(secret).toMatch(/^cs_/);
  const ask = () =>
    fetch(new URL("/v1/contacts?limit=1", page.url()), { headers: { Authorization: `Bearer ${secret}` } }).then(
      (answer) => answer.status,
    );
  expect(await ask()).toBe(200);
  await page.getByRole("button", { name: "I have it" }).click();
  await page.reload();
  await expect(page.getByRole("row", { name })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByLabel(`Type the name of the key: ${name}`).fill(name);
  await page.getByRole("button", { name: "Revoke for good" }).click();
  await expect(page.getByRole("row", { name })).toContainText("Revoked");
  expect(await ask()).toBe(401);
});

test("the log finds a verification, its evidence and the export", async ({ desk, sam, priya: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await sam.page.goto(`/contacts/${ana.id}`);
  await panel(sam.page).channel("SMS code").click();
  await panel(sam.page)
    .digits()
    .fill(await code(ana.mobile));
  await expect(panel(sam.page).outcome()).toHaveAttribute("data-outcome", "approved");

  await page.goto("/audit");
  await page.getByRole("combobox", { name: "Company" }).fill(desk.company.name);
  await page.getByRole("option", { name: desk.company.name }).click();
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: "Evidence" }) })
    .first();
  await expect(row).toBeVisible();
  const [evidence] = await Promise.all([
    page.waitForEvent("download"),
    row.getByRole("link", { name: "Evidence" }).click(),
  ]);
  const bundle = readFileSync(await evidence.path(), "utf8");
  expect(JSON.parse(bundle)).toBeTruthy();
  expect(bundle).not.toContain(ana.mobile);
  const [archive] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export as ZIP" }).click(),
  ]);
  expect(archive.suggestedFilename()).toMatch(/\.zip$/);
  expect(
    readFileSync(await archive.path())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
});

test("each part of the organisation has a page of its own, and the theme is kept", async ({ priya: { page } }) => {
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/manage\/profile$/); // where an old address leads
  await expect(page.getByLabel("Your name")).toHaveValue("Bluepeak IT");
  await expect(page.getByLabel("Time zone", { exact: true })).toBeVisible();
  for (const [name, field, value, kept] of [
    ["Retention", "Keep closed verifications for", 400, "retention_days"],
    ["Limits", "Messages at most", 599, "sends_per_minute"],
  ] as const) {
    await page.getByRole("link", { name }).click();
    await page.getByLabel(field).fill(String(value));
    const form = page.getByRole("form", { name });
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("Everything is saved")).toBeVisible();
    expect((await api.settings())[kept]).toBe(value);
  }

  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
