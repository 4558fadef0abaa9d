import type { Company } from "../../../web/src/api/types";
import { api } from "../harness/api";
import { violations } from "../harness/axe";
import { connection, populate } from "../harness/psa";
import { link } from "../harness/sandbox";
import { expect, test } from "../harness/story";
import { unique } from "../harness/unique";

test("a company is found by name and edited, and leads to its people without a mouse", async ({
  desk,
  priya: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  const row = page.getByRole("row", { name: desk.company.name });
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("link", { name: "Companies" }).click();
  await expect(page.getByRole("heading", { name: "Companies", exact: true })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(desk.company.name);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(row).toContainText("By hand");
  await expect(row).toContainText("Default");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: desk.company.name })).toBeFocused();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page), colorScheme).toEqual([]);
  }

  const renamed = `Quist Dental ${unique()}`;
  await page.getByRole("button", { name: "Edit" }).press("Enter");
  await page.getByRole("dialog").getByLabel("Name").fill(renamed);
  await page.getByRole("dialog").getByLabel("Country").selectOption({ label: "Germany" });
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByRole("heading", { name: renamed })).toBeVisible();
  await page.getByRole("searchbox").fill(renamed);
  await expect(page.getByRole("row", { name: renamed })).toContainText("Germany");

  await page.getByRole("link", { name: "Show all 1" }).press("Enter");
  await expect(page.getByRole("button", { name: `Remove the filter ${renamed}` })).toBeVisible();
  await expect(page.getByRole("row", { name: ana.name })).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("a company is added from a search that found none", async ({ priya: { page } }) => {
  const name = `Lindqvist ${unique()}`;
  await page.goto("/companies");
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("button", { name: `Add “${name}”` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add company" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Company" })).toContainText("no PSA knows it");
  await expect(page.getByRole("row", { name })).toHaveCount(1);
  await page.getByRole("heading", { name }).press("Escape");
  await expect(page).toHaveURL(/\/companies$/);
  await expect(page.getByRole("link", { name })).toBeFocused();
});

test("a company that a PSA brought says which, and whose rules hold for it", async ({ sam: { page }, priya }) => {
  const integration = await connection();
  const { name: psa } = await api.integration(integration);
  const { company: at } = await populate(1);
  const { id, name } = await brought(integration, at);
  await api.setPolicy(id, { ...(await api.defaultPolicy()), code_minutes: 9 });

  await page.goto("/companies");
  await page.getByRole("searchbox").fill(name);
  const found = page.locator(`[data-row][href$="/companies/${id}"]`);
  const row = page.getByRole("row").filter({ has: found });
  await expect(row).toContainText(psa);
  await expect(row).toContainText("Own, v1");
  await found.click();
  const aside = page.getByRole("complementary", { name: "Company" });
  await expect(aside).toContainText(`${psa} · ${at}`);
  await expect(aside).toContainText("Its own, v1");
  await expect(aside.getByRole("link", { name: "Its own, v1" })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  await priya.page.goto(`/companies/${id}`);
  await priya.page.getByRole("link", { name: "Its own, v1" }).click();
  await expect(priya.page).toHaveURL(new RegExp(`/policies/${id}$`));
});

test("who works for some companies sees those alone, and adds none", async ({ desk, browserFor }) => {
  const email = `kim.${unique()}@bluepeak.example`;
  await api.addUser({
    name: `Kim Vale ${unique()}`,
    email,
    role: "technician",
    use_mfa: false,
    allow_ui: true,
    limited: true,
    company_ids: [desk.company.id],
  });
  const { page } = await browserFor();
  await page.goto(await link(email, "/set-password"));
  await page.getByLabel("New password").fill("a heron waits by the quiet water");
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByRole("link", { name: "Contacts", exact: true }).click();
  await page.getByRole("link", { name: "Companies" }).click();
  await expect(page.getByRole("row", { name: desk.company.name })).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Add company" })).toHaveCount(0);
});

/** Syncs until the company of an id at the PSA is here. */
async function brought(integration: string, at: string): Promise<{ id: string; name: string }> {
  let found: Company | undefined;
  await expect
    .poll(
      async () => {
        await api.sync(integration);
        found = (await api.findCompanies(at)).find((each) =>
          each.sources?.some((source) => source.integration_id === integration && source.external_id === at),
        );
        return found?.id;
      },
      { intervals: [500], timeout: 60_000 },
    )
    .toBeDefined();
  return found as Company;
}
