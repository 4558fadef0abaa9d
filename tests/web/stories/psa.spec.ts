import type { Page } from "@playwright/test";
import type { Contact, Ticket } from "../../../web/src/api/types";
import { api } from "../harness/api";
import { violations } from "../harness/axe";
import { dev } from "../harness/dev";
import { code, sandbox } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";
import { unique } from "../harness/unique";

/** A second ConnectWise of the demo MSP; its people are the sandbox's. */
const name = `ConnectWise ${unique()}`;
let integration = "";

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  await sandbox.populateConnectWise({ companies: 2, contacts: 24, tickets: 12, seed: 41 });
});

test("a wrong key is said at once, on the form and at the connection, and mended there", async ({
  priya: { page },
}) => {
  const other = `Mistyped ${unique()}`;
  await fills(page, other, "copied with a space");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("private key");
  await page.getByLabel("Private key").fill("not-the-key");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("What you typed is kept");
  await expect(page.getByLabel("Company ID")).toHaveValue("sandbox");
  expect(await violations(page)).toEqual([]);

  await page.getByRole("link", { name: "Finish later" }).click();
  await expect(page.locator("[data-health=failing]")).toBeVisible();
  await page.getByRole("button", { name: `More about ${other}` }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(page.getByLabel("Company ID")).toHaveAttribute("placeholder", "Kept");
  await page.getByLabel("Private key").fill("sandbox-private-key");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("It answers.")).toBeVisible();
  await expect(page.locator("[data-health=ready]")).toBeVisible();
  await disconnects(page, other);
});

test("a PSA is connected, and the first sync is seen to its end", async ({ priya: { page } }) => {
  await fills(page, name, "sandbox-private-key");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  integration = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await expect(page.getByRole("region", { name: "Syncs" }).getByText("Completed").first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.locator("[data-health=ready]")).toBeVisible();
  expect((await api.integration(integration)).contacts).toBeGreaterThanOrEqual(20);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("It answers.")).toBeVisible();
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByRole("cell", { name: "Changes" }).first()).toBeVisible({ timeout: 60_000 });
  expect(await page.content()).not.toContain("sandbox-private-key");
  expect(await violations(page)).toEqual([]);
});

test("a person whom the sync brought says where they come from", async ({ sam: { page } }) => {
  const ana = await synced();
  await page.goto(`/contacts/${ana.id}`); // the demo's own connection may have brought the same person, who has the same name
  await expect(page.getByRole("heading", { name: ana.name })).toBeVisible();
  const origin = page.getByRole("group").filter({ hasText: "Where this comes from" });
  await expect(origin.locator("summary")).toContainText(name);
  if (!(await origin.evaluate((details: HTMLDetailsElement) => details.open))) await origin.locator("summary").click();
  await expect(origin.getByText("From ConnectWise").first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("the lock of a ticket verifies its own contact, and the outbox shows the note in its ticket", async ({
  sam: { page },
  priya,
}) => {
  const { ticket, contact } = await ofSomebody();
  await page.getByRole("link", { name: "Tickets" }).click();
  await chooses(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(ticket.number);
  await page.getByRole("link", { name: new RegExp(`^Verify .* for ticket ${ticket.number}$`) }).click();
  await expect(page.getByRole("heading", { name: `Ticket ${ticket.number}` })).toBeVisible();
  const open = page.getByRole("complementary", { name: "Ticket" });
  await expect(open.getByRole("heading", { name: contact.name })).toBeVisible();
  await panel(page).channel("E-mail code").click();
  await panel(page)
    .digits()
    .fill(await code(contact.email ?? ""));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");

  await priya.page.goto("/tickets/notes");
  const row = priya.page
    .getByRole("row")
    .filter({ has: priya.page.getByRole("link", { name: ticket.id, exact: true }) })
    .filter({ hasText: "Note of a verification" })
    .first();
  await expect(row.locator("[data-write=written]")).toBeVisible({ timeout: 60_000 });
  expect(await violations(priya.page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `More about ticket ${ticket.number}` }).press("Enter");
  await page.getByRole("menuitem", { name: "Show notes" }).click();
  await expect(page.getByRole("dialog").getByText("Note of a verification").first()).toBeVisible();
});

test("somebody else of the company needs a note, and the ticket goes along", async ({ sam: { page } }) => {
  const { ticket, contact } = await ofSomebody();
  const other = await colleagueOf(contact);
  await page.getByRole("link", { name: "Tickets" }).click();
  await chooses(page);
  await page.getByRole("searchbox").fill(ticket.number);
  await page.getByRole("button", { name: `More about ticket ${ticket.number}` }).press("Enter");
  await page.getByRole("menuitem", { name: /Verify somebody else/ }).click();
  await expect(page.getByRole("button", { name: `No longer for ticket ${ticket.number}` })).toBeVisible();
  await page.getByRole("searchbox").fill(other.email ?? "");
  await page.locator(`[data-row="${other.id}"]`).click();
  await expect(page.getByLabel(/^(Why somebody else|Note)/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("a profile of new tickets is chosen from the PSA and tried out with a real one", async ({ priya: { page } }) => {
  const profile = `Profile ${unique()}`;
  await page.getByRole("link", { name: "Manage" }).click();
  await page.getByRole("navigation", { name: "Manage" }).getByRole("link", { name: "Ticket defaults" }).click();
  await page.getByRole("link", { name: "Add a profile" }).click();
  await page.getByLabel("Name", { exact: true }).fill(profile);
  await page.getByLabel("PSA").selectOption({ label: name });
  for (const field of [
    "Service board",
    "Status",
    "Priority",
    "Source",
    "Company for unknown callers",
    "Status when done",
  ]) {
    const select = page.getByLabel(field, { exact: true });
    await expect(select).toBeEnabled();
    await expect.poll(() => select.locator("option").count()).toBeGreaterThan(1);
    await select.selectOption({
      index: field === "Status when done" ? (await select.locator("option").count()) - 1 : 1,
    });
  }
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: profile })).toBeVisible();
  await page.getByRole("button", { name: "Validate" }).click();
  await expect(page.locator(".form-head [data-check=valid]")).toBeVisible({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);

  // Another board has statuses of its own.
  const boards = page.getByLabel("Service board", { exact: true });
  const other = await boards.locator("option").count();
  if (other > 2) {
    await boards.selectOption({ index: 2 });
    await expect(page.getByLabel("Status", { exact: true })).toHaveValue("");
    await page.getByRole("button", { name: "Discard" }).click();
  }
  // Archived by mistake: one press brings it back as it was.
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("link", { name: profile })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: profile }).click();
  await expect(page.locator(".form-head [data-check=valid]")).toBeVisible();
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("link", { name: profile })).toHaveCount(0);
});

test("a connection ends, and its people stay", async ({ priya: { page } }) => {
  const ana = await synced();
  await page.goto(`/integrations/${integration}`);
  await disconnects(page, name);
  expect((await api.contact(ana.id)).name).toBe(ana.name);
});

/** Goes to the form of a second ConnectWise and fills it in. */
async function fills(page: Page, called: string, privateKey: string): Promise<void> {
  await page.getByRole("link", { name: "Manage" }).click();
  await page.getByRole("navigation", { name: "Manage" }).getByRole("link", { name: "PSAs" }).click();
  await page.getByRole("link", { name: "Connect a PSA" }).click();
  await page.getByRole("link", { name: "ConnectWise PSA" }).click();
  await expect(page.getByText("API Members")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(called);
  await page.getByLabel("Server").fill(`${dev().sandbox_url}/connectwise`);
  await page.getByLabel("Company ID").fill("sandbox");
  await page.getByLabel("Public key").fill("sandbox-public-key");
  await page.getByLabel("Private key").fill(privateKey);
  await page.getByLabel("Client ID").fill("5c0de5a9-7b1d-4d44-9e0c-3f9b6a1d2c11");
}

/** Ends a connection whose page is open. */
async function disconnects(page: Page, called: string): Promise<void> {
  await page.getByRole("button", { name: `More about ${called}` }).press("Enter");
  await page.getByRole("menuitem", { name: "Disconnect" }).click();
  await expect(page.getByRole("dialog")).toContainText("Stays:");
  await page.getByLabel(`Type the name of the connection: ${called}`).fill(called);
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect for good" }).click();
  await expect(page.getByRole("heading", { name: "PSAs", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: called })).toHaveCount(0);
}

/** Looks at the tickets of this story's own connection. */
async function chooses(page: Page): Promise<void> {
  await page.getByLabel("From which PSA").selectOption({ label: name });
}

/** Somebody of the sandbox's made-up people, whom only a sync can have brought. */
async function synced(): Promise<Contact> {
  const items = await api.contacts({});
  const found = items.find(
    (each) =>
      each.email?.includes("@company-") &&
      !each.inactive_since &&
      each.sources?.some((source) => source.integration_id === integration),
  );
  expect(found, "somebody of the PSA").toBeDefined();
  return found as Contact;
}

/** Somebody else of the same company. */
async function colleagueOf(contact: Contact): Promise<Contact> {
  const items = await api.contacts({ company_id: contact.company.id });
  const found = items.find(
    (each) => each.id !== contact.id && each.email && each.email !== contact.email && !each.inactive_since,
  );
  expect(found, "a colleague").toBeDefined();
  return found as Contact;
}

/** An open ticket whose own contact is on file and can be written to. */
async function ofSomebody(): Promise<{ ticket: Ticket; contact: Contact }> {
  for (const ticket of await api.tickets(integration)) {
    if (!ticket.contact_id) continue;
    const contact = await api.contact(ticket.contact_id);
    if (contact.email && !contact.inactive_since) return { ticket, contact };
  }
  throw new Error("no ticket of somebody who can be written to");
}
