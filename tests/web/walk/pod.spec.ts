import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { api } from "../harness/api";
import { Desk, type Person } from "../harness/desk";
import { code, link, message, texts } from "../harness/sandbox";
import { panel } from "../harness/story";
import { broken, drawn, gone, holding, Notes, pods, settled, walker } from "../harness/walk";

/** The pod of a technician who is signed in, in the two sizes that ticket systems give it. */
test.describe.configure({ mode: "parallel" });

let notes: Notes;
let sam: BrowserContext;
let own: Desk;
test.beforeAll(async ({ browser }) => {
  own = await Desk.open();
  sam = await walker(browser, "technician", pods[0]);
  const page = await sam.newPage();
  await page.goto("/pod");
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await Promise.all([popup.waitForEvent("close"), popup.getByRole("button", { name: /^Continue as/ }).click()]);
  await expect(page.getByRole("heading", { name: "Who is calling?" })).toBeVisible();
  await page.close();
});
test.afterAll(async () => sam?.close());
test.beforeEach(() => {
  notes = new Notes();
});
test.afterEach(() => expect(notes.wrong.join("\n")).toBe(""));

const of = (person: Person) => `/pod?contact_id=${person.id}&ticket_id=990213`;

/** Opens the pod, in each size, and looks whether anything moves while its parts come. */
async function comes(where: string, path: string, there: (page: Page) => Promise<void>): Promise<void> {
  for (const size of pods) {
    const page = await sam.newPage();
    await page.setViewportSize(size);
    await page.goto(path);
    await there(page);
    await settled(page);
    await notes.still(page, `${where}, ${size.width} by ${size.height}`);
    await page.close();
  }
}

/** Presses a button by its key, and looks where the focus is afterwards. */
async function pressed(page: Page, name: string | RegExp, then: () => Promise<void>): Promise<void> {
  await page.getByRole("button", { name }).first().press("Enter");
  await then();
  await notes.held(page, `the pod, ${name} pressed`);
}

test("the pod: somebody is looked for and found", async () => {
  const ana = await own.person("Ana Torres");
  await comes("the finder", "/pod", (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible());
  const page = await sam.newPage();
  await page.goto("/pod");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await notes.lookAtPod(page, "the pod, nobody looked for yet");
  await page.keyboard.type(ana.name);
  await expect(page.locator(".finder button")).toHaveCount(1);
  await notes.lookAtPod(page, "the pod, somebody found");
  await page.getByRole("searchbox").fill("nobody of this name");
  await expect(page.getByText("Nobody fits")).toBeVisible();
  await notes.lookAtPod(page, "the pod, nobody found");
  await page.getByRole("searchbox").fill(ana.name);
  await expect(page.getByRole("button", { name: ana.name })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: ana.name })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: ana.name })).toBeVisible();
  await notes.held(page, "the pod, a person chosen");
  await page.close();
});

test("the pod: a person, who is asked for a code and verified", async () => {
  const ana = await own.person("Ana Torres");
  await comes("a person", of(ana), (page) => expect(panel(page).channel("SMS code")).toBeEnabled());
  const page = await sam.newPage();
  const held = holding();
  await page.route(/\/v1\/contacts\//, held.hold);
  await page.goto(of(ana));
  await expect(page.locator(".skeleton").first()).toBeVisible();
  await drawn(page);
  await notes.lookAtPod(page, "the pod, loading");
  held.release();
  await expect(panel(page).channel("SMS code")).toBeEnabled();
  await settled(page);
  await notes.still(page, "the pod, after it was loading");
  await notes.lookAtPod(page, "the pod, a person");
  await pressed(page, "SMS code", () => expect(panel(page).digits()).toBeFocused());
  await notes.lookAtPod(page, "the pod, waiting for a code");
  await comes("waiting for a code", of(ana), (page) => expect(panel(page).digits()).toBeVisible());
  await page.keyboard.type(await code(ana.mobile));
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "approved");
  await notes.held(page, "the pod, verified");
  await notes.lookAtPod(page, "the pod, verified");
  await pressed(page, "Done", () => expect(panel(page).outcome()).toHaveCount(0));
  await notes.lookAtPod(page, "the pod, verified before");
  await comes("verified before", of(ana), (page) => expect(panel(page).channel("SMS code")).toBeEnabled());
  await page.close();
});

test("the pod: the person says that it was not them", async ({ browser }) => {
  const ana = await own.person("Ana Torres");
  const client = await walker(browser, "nobody");
  await api.verify(ana.id, "sms_link");
  const page = await sam.newPage();
  await page.goto(of(ana));
  await expect(page.getByRole("heading", { name: ana.name })).toBeVisible();
  const phone = await client.newPage();
  await phone.goto(await link(ana.mobile, "/l/"));
  await phone.getByRole("button", { name: "This was not me" }).click();
  await expect(panel(page).outcome()).toHaveAttribute("data-outcome", "denied");
  await notes.lookAtPod(page, "the pod, denied");
  await page.close();
  await comes("denied", of(ana), (page) => expect(page.getByText("Denied").first()).toBeVisible());
  const again = await sam.newPage();
  await again.goto(of(ana));
  await pressed(again, "Start again on a new call", () => expect(panel(again).channel("SMS code")).toBeEnabled());
  await notes.lookAtPod(again, "the pod, denied before");
  await again.close();
  await client.close();
});

test("the pod: the person asks whether the technician is real", async () => {
  const ana = await own.person("Ana Torres");
  await texts(ana.mobile, "#verify");
  await message(ana.mobile);
  const request = (page: Page) => page.getByRole("region", { name: "Request" });
  await comes("a request", of(ana), (page) => expect(request(page)).toBeVisible());
  const page = await sam.newPage();
  await page.goto(of(ana));
  await expect(request(page)).toBeVisible();
  await settled(page);
  await notes.lookAtPod(page, "the pod, a request");
  await pressed(page, "Show code", () => expect(page.locator(".read-out")).toBeVisible());
  await notes.lookAtPod(page, "the pod, the code of a request");
  await pressed(page, "Take it up", () =>
    expect(page.getByRole("heading", { name: "Waiting for Ana's #confirm" })).toBeVisible(),
  );
  await notes.lookAtPod(page, "the pod, a request taken up");
  await page.close();
});

test("the pod: its person cannot be read, or is not there", async () => {
  const ana = await own.person("Ana Torres");
  for (const [where, answer] of [
    ["broken", broken],
    ["gone", gone],
  ] as const) {
    const page = await sam.newPage();
    await page.route(new RegExp(`/v1/contacts/${ana.id}$`), answer);
    await page.goto(of(ana));
    await expect(page.locator("main h1, main h2, main [role=alert]").first()).toBeVisible();
    await settled(page);
    await notes.still(page, `the pod, ${where}`);
    await notes.lookAtPod(page, `the pod, ${where}`);
    await page.close();
  }
});
