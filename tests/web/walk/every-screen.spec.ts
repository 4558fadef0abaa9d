import { gzipSync } from "node:zlib";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { api } from "../harness/api";
import { Desk } from "../harness/desk";
import { dev } from "../harness/dev";
import { connection } from "../harness/psa";
import { texts } from "../harness/sandbox";
import { type Cast, type Screen, screens } from "../harness/screens";
import { broken, desk, drawn, emptied, gone, holding, Notes, phone, settled, walker } from "../harness/walk";

/** Two workers share the walk. */
test.describe.configure({ mode: "parallel" });
test.use({ actionTimeout: 15_000 });

let cast: Cast;
let admin: BrowserContext;
let notes: Notes;
/** What stands in the bar over every screen. */
let asking: readonly unknown[] = [];
let alert: unknown;

test.beforeAll(async ({ browser }) => {
  cast = await gather();
  admin = await walker(browser, "admin");
});
test.afterAll(async () => admin?.close());
test.beforeEach(() => {
  notes = new Notes();
});
test.afterEach(() => expect(notes.wrong.join("\n")).toBe(""));

const opened = "dialog[open], [role=menu]:popover-open";

/** One of everything that a screen shows. */
async function gather(): Promise<Cast> {
  const own = await Desk.open();
  const [ana, integration] = await Promise.all([own.person("Ana Torres"), connection()]);
  const ticket = (await api.tickets(integration))[0];
  if ((await api.smsChannels()).length === 0)
    await api
      .addSMSChannel({
        name: "Help desk",
        number: dev().verification_number,
        users_may_start: true,
        confirm_messages: false,
      })
      .catch(() => undefined); // the other worker was first
  await texts(ana.mobile, "My laptop does not start");
  const bo = await own.person("Bo Lind");
  await texts(bo.mobile, "#verify");
  alert = {
    id: "00000000-0000-7000-8000-000000000001",
    kind: "not_me",
    raised_at: new Date().toISOString(),
    yours: false,
    people: [{ contact: { id: ana.id, name: ana.name }, company: own.company }],
  };
  const verification = await api.verify(ana.id, "email_code");
  await expect.poll(async () => (await api.conversationOf(ana.id)) && (await api.requestOf(bo.id))).toBeTruthy();
  asking = [await api.request((await api.requestOf(bo.id)) ?? "")];
  return {
    company: own.company.id,
    contact: ana.id,
    contactName: ana.name,
    verification,
    technicianVerification: (await api.requestOf(bo.id)) ?? "",
    conversation: (await api.conversationOf(ana.id)) ?? "",
    integration,
    ticket: ticket?.id ?? "",
  };
}

/** Other stories go on meanwhile: their alerts and clients stay out of the bar over the screens, where they would move it. */
async function quiet(page: Page): Promise<void> {
  await page.route("**/v1/events", () => undefined);
  await page.route("**/v1/counts", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), ...counted } });
  });
  await page.route(/\/v1\/alerts\?.*open=true/, (route) => route.fulfill({ json: { items: [alert] } }));
  await page.route(/\/v1\/technician-verifications\?.*open=true/, (route) =>
    route.fulfill({ json: { items: asking } }),
  );
}

const counted = { alerts_open: 1, technician_verifications_open: 1, technician_verifications_waiting: 1 };

/** A page of the console with the answers of a screen in somebody's hands. */
async function visit(screen: Screen, answer?: Parameters<Page["route"]>[1], viewport = desk): Promise<Page> {
  const page = await admin.newPage();
  await page.setViewportSize(viewport);
  await quiet(page);
  if (answer)
    await page.route(
      (url) => url.pathname.startsWith("/v1/") && screen.filledBy.test(url.pathname.slice(3) + url.search),
      (route, request) => (request.method() === "GET" ? answer(route, request) : route.fallback()),
    );
  await page.goto(screen.path(cast));
  await expect(page.locator("#main")).toBeVisible();
  return page;
}

test("the first screen costs at most 170 KB of script, and asks once who it is, and by one request how much waits", async () => {
  const page = await admin.newPage();
  // Whatever happens meanwhile, an event would have the counts asked again.
  await page.route("**/v1/events", () => undefined);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/home");
  await expect(page.getByRole("heading", { name: "Waiting for you" })).toBeVisible();
  await settled(page);
  const scripts = [...new Set(asked.filter((path) => path.endsWith(".js")))];
  const bodies = await Promise.all(scripts.map(async (path) => (await admin.request.get(path)).body()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes, `${scripts.length} scripts with gzip`).toBeLessThanOrEqual(170 * 1024);
  const times = (path: string) => asked.filter((each) => each === path).length;
  expect(times("/v1/session")).toBe(1);
  expect(times("/v1/counts")).toBe(1);
  await page.close();
});

for (const screen of screens) {
  test(`${screen.name}: it loads, is there, is empty, breaks and is gone`, async () => {
    await Promise.all([comes(screen), comesOnAPhone(screen), isEmpty(screen), fails(screen)]);
  });
}

async function comes(screen: Screen): Promise<void> {
  const held = holding();
  const page = await visit(screen, held.hold);
  await drawn(page);
  await notes.glance(page, `${screen.name}, loading`);
  held.release();
  await settled(page);
  await notes.still(page, screen.name);
  await notes.look(page, screen.name);
  for (const act of screen.acts ?? []) {
    const where = `${screen.name}, ${act.name}`;
    await act.press(page);
    await expect(page.locator(opened).first()).toBeVisible();
    await notes.held(page, `${where}, open`);
    await notes.glance(page, where);
    await page.keyboard.press("Escape");
    await expect(page.locator(opened)).toHaveCount(0);
    await notes.held(page, `${where}, closed`);
    if (act.deskOnly) continue;
    await page.setViewportSize(phone);
    await act.press(page);
    await expect(page.locator(opened).first()).toBeVisible();
    await notes.dark(page, `${where}, on a phone`);
    await page.setViewportSize(desk);
    await page.keyboard.press("Escape");
    await expect(page.locator(opened)).toHaveCount(0);
  }
  await page.close();
}

async function comesOnAPhone(screen: Screen): Promise<void> {
  const held = holding();
  const page = await visit(screen, held.hold, phone);
  await drawn(page);
  held.release();
  await settled(page);
  await notes.still(page, `${screen.name}, on a phone`);
  await page.close();
}

async function isEmpty(screen: Screen): Promise<void> {
  if (!screen.list) return;
  const page = await visit(screen, emptied);
  await settled(page);
  await notes.peek(page, `${screen.name}, empty`);
  await page.close();
}

async function fails(screen: Screen): Promise<void> {
  const page = await visit(screen, broken);
  if (screen.name !== "Manage") await expect(page.locator("main [role=alert]").first()).toBeVisible();
  await settled(page); // no skeleton stays beside the error
  await notes.peek(page, `${screen.name}, broken`);
  await page.close();
  if (!screen.one) return;
  const lost = await visit(screen, gone);
  await expect(lost.locator("main [role=alert]").first()).toBeVisible();
  await settled(lost);
  if (await lost.locator("main [role=alert]").getByRole("button", { name: "Try again" }).isVisible())
    notes.add(`${screen.name}, gone`, ["asks to try again what is gone"]);
  await notes.peek(lost, `${screen.name}, gone`);
  await lost.close();
}
