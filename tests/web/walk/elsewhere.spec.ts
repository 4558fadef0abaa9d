import { expect, type Page, test } from "@playwright/test";
import { api } from "../harness/api";
import { Desk, type Person } from "../harness/desk";
import { dev } from "../harness/dev";
import { link } from "../harness/sandbox";
import { broken, desk, Notes, phone, settled, walker } from "../harness/walk";

/** What is seen by others than an Admin at the console: technicians, clients, whoever is not signed in, and everybody when the network is away. */
test.describe.configure({ mode: "parallel" });

let notes: Notes;
test.beforeEach(() => {
  notes = new Notes();
});
test.afterEach(() => expect(notes.wrong.join("\n")).toBe(""));

let own: Desk;
let ana: Person;
test.beforeAll(async () => {
  own = await Desk.open();
  ana = await own.person("Ana Torres");
});

const technicians = ["/home", "/inbox", "/tickets", "/contacts", "/contacts/companies", "/verifications"];

for (const path of technicians)
  test(`a technician sees ${path}`, async ({ browser }) => {
    const sam = await walker(browser, "technician");
    const page = await sam.newPage();
    await page.goto(path);
    await expect(page.locator("#main h1").first()).toBeVisible();
    await settled(page);
    await expect(page.getByRole("link", { name: "Manage" })).toHaveCount(0);
    await notes.look(page, path);
    await sam.close();
  });

test("what is for admins is refused to a technician inside the desk, and so is an address that leads nowhere", async ({
  browser,
}) => {
  const sam = await walker(browser, "technician");
  const page = await sam.newPage();
  for (const [path, says] of [
    ["/manage/policies", "This is for admins"],
    ["/nowhere", "There is nothing at this address"],
  ] as const) {
    await page.goto(path);
    await expect(page.locator("#main").getByRole("heading", { level: 1 })).toContainText(says);
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await notes.look(page, path);
  }
  await sam.close();
});

test("offline one bar says so over the screen, and nothing moves when the network is back", async ({ browser }) => {
  const admin = await walker(browser, "admin");
  const page = await admin.newPage();
  await page.goto(`/contacts/${ana.id}`);
  await expect(page.getByRole("heading", { name: "Ways to reach Ana" })).toBeVisible();
  await admin.setOffline(true);
  await expect(page.getByText("You are offline")).toBeVisible();
  await notes.look(page, "offline");
  await admin.setOffline(false);
  await expect(page.getByText("You are offline")).toHaveCount(0);
  await notes.look(page, "back online");
  await admin.close();
});

for (const [path, heading] of [
  ["/home", "Sign in"],
  ["/forgotten-password", "Forgotten password"],
  ["/set-password#token=gone", "Set your password"],
  ["/pod", "Sign in"],
] as const)
  test(`somebody who is not signed in sees ${path.replace(/#.*/, "")}: ${heading}`, async ({ browser }) => {
    const nobody = await walker(browser, "nobody");
    const page = await nobody.newPage();
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await settled(page);
    await notes.look(page, path);
    await page.route("**/v1/session", broken);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await notes.peek(page, `${path}, broken`);
    await nobody.close();
  });

test("a client sees the page of a link, what follows its buttons, and the page of one that is gone", async ({
  browser,
}) => {
  const client = await walker(browser, "nobody");
  const page = await client.newPage();
  await api.verify(ana.id, "sms_link");
  await page.goto(await link(ana.mobile, "/l/"));
  await seen(page, "landing");
  await page.getByRole("button", { name: "Validate" }).click();
  await seen(page, "landing, validated");
  await page.goto(`${dev().api_url}/l/gone`);
  await seen(page, "landing, gone");
  await client.close();
});

test("the sandbox's page of phones and inboxes", async ({ browser }) => {
  const client = await walker(browser, "nobody");
  const page = await client.newPage();
  await page.goto(dev().sandbox_url);
  await seen(page, "sandbox");
  await client.close();
});

async function seen(page: Page, where: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await notes.look(page, where);
  for (const size of [desk, phone]) {
    await page.setViewportSize(size);
    await notes.glance(page, `${where}, ${size.width}`);
  }
}
