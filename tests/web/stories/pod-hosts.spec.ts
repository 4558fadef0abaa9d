import type { Frame, FrameLocator, Page } from "@playwright/test";
import { api } from "../harness/api";
import { violations } from "../harness/axe";
import { ConnectWisePage } from "../harness/connectwise";
import { dev } from "../harness/dev";
import { otherSite } from "../harness/otherSite";
import { connection, notes, populate, reachable, type Synced, ticketOf } from "../harness/psa";
import { code, message } from "../harness/sandbox";
import { expect, panel, signIn, test } from "../harness/story";

const small = { width: 400, height: 600 };

/** A company of ConnectWise's whose people are synced, three of whom a code can reach. */
async function company(): Promise<{ integration: string; company: string; ana: Synced; ben: Synced; cleo: Synced }> {
  const integration = await connection();
  const made = await populate(12);
  const [ana, ben, cleo] = await reachable(integration, made.company, 12);
  if (!ana || !ben || !cleo) throw new Error("hardly anybody of the company has a mobile number");
  return { integration, company: made.company, ana, ben, cleo };
}

const podAt = (integration: string, screen: string, id: string) =>
  `${dev().api_url}/pod?integration=${integration}&screen=${screen}&id=${id}`;

async function signInPod(page: Page, pod: FrameLocator): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), pod.getByRole("button", { name: "Sign in" }).click()]);
  await signIn(popup, "sam@bluepeak.example");
  await popup.waitForEvent("close");
}

const first = (person: Synced) => person.name.split(" ")[0] as string;

test("on a service ticket in ConnectWise: its contact is verified at 400 by 600, by keys, and ConnectWise never hangs", async ({
  browserFor,
}) => {
  const { integration, company: of, ana } = await company();
  const ticket = await ticketOf(of, ana.at);
  const { page } = await browserFor({ viewport: small });
  const cw = await ConnectWisePage.open(page, podAt(integration, "ticket", ticket), small);
  const pod = page.frameLocator("iframe[name=pod]");
  await expect(pod.getByRole("button", { name: "Sign in" })).toBeVisible();

  // ConnectWise is answered before anybody has signed in; the member's address fills in the sign-in and nothing else.
  await cw.load("ticket", ticket);
  await cw.raise("beforeSave");
  await cw.moves();
  const frameID = await cw.frameId();
  const [hello, ...after] = await cw.heard();
  expect(hello).toEqual({ message: "ready" });
  expect(
    after.every((each) => each.frameID === frameID),
    "each message names the frame",
  ).toBe(true);
  expect(after.filter((each) => each.hosted_request)).toEqual([{ hosted_request: "getMemberAuthentication", frameID }]);
  expect(after.filter((each) => each.event).map(({ event, result }) => [event, result])).toEqual([
    ["onLoad", "success"],
    ["beforeSave", "success"],
  ]);
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    pod.getByRole("button", { name: "Sign in" }).press("Enter"),
  ]);
  await expect(popup.getByLabel("E-mail")).toHaveValue("sam@bluepeak.example");
  expect(popup.url()).not.toContain("bluepeak");
  await popup.getByLabel("Password").fill(dev().console_password);
  await Promise.all([popup.waitForEvent("close"), popup.getByLabel("Password").press("Enter")]);

  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await expect(pod.getByText(`ticket ${ticket}`)).toBeVisible();
  const frame = page.frame("pod");
  if (!frame) throw new Error("there is no pod");
  await expect(panel(pod).channel("SMS code")).toBeEnabled();
  expect(
    await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    "nothing is wider than the frame",
  ).toBe(true);
  expect(await violations(frame), "the pod beside a ticket").toEqual([]);
  await panel(pod).channel("SMS code").press("Enter");
  await expect(panel(pod).digits()).toBeFocused();
  await page.keyboard.type(await code(ana.mobile));
  await expect(panel(pod).outcome()).toHaveAttribute("data-outcome", "approved");
  await expect
    .poll(async () => (await notes(ticket)).some((text) => /verified/i.test(text)), {
      timeout: 30_000,
      message: "the result stands in the ticket",
    })
    .toBe(true);
  await cw.raise("beforeBack");
  await cw.moves();
  await cw.close();
});

test("another record that ConnectWise loads into the same frame is followed", async ({ browserFor }) => {
  const { integration, company: of, ana, ben } = await company();
  const { page } = await browserFor({ viewport: small });
  const cw = await ConnectWisePage.open(page, podAt(integration, "ticket", await ticketOf(of, ana.at)), small);
  const pod = page.frameLocator("iframe[name=pod]");
  await signInPod(page, pod);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  const other = await ticketOf(of, ben.at);
  await cw.load("ticket", other);
  await expect(pod.getByRole("heading", { name: ben.name })).toBeVisible();
  await expect(pod.getByText(`ticket ${other}`)).toBeVisible();
  await cw.load("contact", ana.at);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await expect(pod.getByText(/ticket \d/)).toHaveCount(0);
  await cw.load("ticket", "0");
  await expect(pod.getByText("This ticket is not saved yet")).toBeVisible();
  await cw.moves();
  await cw.close();
});

test("nobody but the page around is heard, and no other site frames the pod", async ({ browser, browserFor }) => {
  const { integration, company: of, ana, ben } = await company();
  const [ticket, other] = [await ticketOf(of, ana.at), await ticketOf(of, ben.at)];
  const { page } = await browserFor({ viewport: small });
  const cw = await ConnectWisePage.open(page, podAt(integration, "ticket", ticket), small);
  const pod = page.frameLocator("iframe[name=pod]");
  await signInPod(page, pod);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  const before = (await cw.heard()).length;
  // A frame beside the pod, of the same origin as ConnectWise's page.
  await page.evaluate((id) => {
    const beside = document.createElement("iframe");
    beside.srcdoc =
      `<script>parent.frames.pod.postMessage(JSON.stringify({ event: "onLoad", _id: 1, data: { screenObject: { screen: "ticket", id: ${id} } } }), "*")</` +
      "script>";
    document.body.append(beside);
    return new Promise((done) => beside.addEventListener("load", done));
  }, other);
  // What the page itself says comes later, and is heard.
  await cw.raise("beforeSave");
  await cw.moves();
  expect((await cw.heard()).slice(before).map((each) => each.event)).toEqual(["beforeSave"]);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await cw.close();

  const policy = (await fetch(podAt(integration, "ticket", ticket))).headers.get("content-security-policy") ?? "";
  expect(policy).toContain(`frame-ancestors ${new URL(dev().sandbox_url).origin} `);
  const foreign = await otherSite(podAt(integration, "ticket", ticket), small, { host: "127.0.0.2" });
  const context = await browser.newContext();
  const theirs = await context.newPage();
  const refused = theirs.waitForEvent("console", (said) => /frame-ancestors/.test(said.text()));
  await theirs.goto(foreign.url);
  await refused;
  await expect(theirs.frameLocator("iframe").getByRole("button", { name: "Sign in" })).toHaveCount(0);
  await context.close();
  await foreign.close();
});

test("what signs one connection's pod in opens no other pod of that browser, and stays good where it belongs", async ({
  browserFor,
}) => {
  const { integration, company: of, ana } = await company();
  const mine = await otherSite(podAt(integration, "ticket", await ticketOf(of, ana.at)), small);
  const other = await otherSite(`${dev().api_url}/pod`, small);
  const { page } = await browserFor({ viewport: small });
  const pod = page.frameLocator("iframe[name=pod]");
  await page.goto(mine.url);
  await signInPod(page, pod);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await page.goto(other.url);
  await expect(pod.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.goto(mine.url);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await mine.close();
  await other.close();
});

test("HaloPSA's tab names the ticket in its address; somebody else than its contact needs a note", async ({
  browserFor,
}) => {
  const { integration, company: of, ana, ben } = await company();
  const ticket = await ticketOf(of, ana.at);
  const site = await otherSite(
    `${dev().api_url}/pod?integration=${integration}&screen=ticket&id={$ID}`.replace("{$ID}", ticket),
    small,
  );
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe[name=pod]");
  await signInPod(page, pod);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await pod.getByRole("button", { name: "Someone else" }).click();
  await pod.getByRole("searchbox").fill(ben.name);
  await pod.getByRole("button", { name: ben.name }).first().click();
  await panel(pod).channel("SMS code").click();
  await expect(pod.getByRole("alert")).toContainText("Say why before you go on.");
  await pod
    .getByLabel("Why somebody else than the ticket's contact?")
    .fill(`${first(ben)} calls for ${first(ana)}, who is on leave.`);
  await panel(pod).channel("SMS code").click();
  await expect(pod.getByRole("heading", { name: `Ask ${first(ben)} for the six digits` })).toBeVisible();
  await message(ben.mobile);
  await site.close();
});

test("an app that adds parameters of its own names the connection in the path", async ({ browserFor }) => {
  const { integration, company: of, ana } = await company();
  const ticket = await ticketOf(of, ana.at);
  const site = await otherSite(`${dev().api_url}/pod/${integration}?screen=ticket&id=${ticket}`, small);
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe[name=pod]");
  await signInPod(page, pod);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await site.close();
});

test("tickets and contacts of whom nobody is known say what to do", async ({ browserFor }) => {
  const { integration, company: of, ana, cleo } = await company();
  const contactless = await populate(1, 1);
  await api.eraseContact(cleo.id);
  const { page } = await browserFor({ viewport: small });
  const cw = await ConnectWisePage.open(page, podAt(integration, "ticket", contactless.tickets.first), small);
  const pod = page.frameLocator("iframe[name=pod]");
  const holdsAA = async (where: string) => expect(await violations(page.frame("pod") as Frame), where).toEqual([]);
  await signInPod(page, pod);
  await expect(pod.getByText("This ticket has no contact")).toBeVisible();
  await holdsAA("no contact");

  await cw.load("contact", cleo.at);
  await expect(pod.getByText("This contact is not in Countersign")).toBeVisible();
  await holdsAA("a contact that is not here");

  // The company is known, the person is not: its people stand there before anything is typed.
  await cw.load("ticket", await ticketOf(of, cleo.at));
  await expect(pod.getByText(`${cleo.name} is not in Countersign`)).toBeVisible();
  await expect(pod.getByText(/^People of /)).toBeVisible();
  await expect(pod.getByRole("button", { name: ana.name }).first()).toBeVisible();
  await holdsAA("a ticket of somebody who is not here");
  await pod.getByRole("searchbox").press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(pod.getByRole("button", { name: "Someone else" })).toBeVisible();

  await cw.load("company", of);
  await expect(pod.getByRole("heading", { name: "Who is calling?" })).toBeVisible();
  await cw.load("ticket", "99999999");
  await expect(pod.getByRole("alert")).toContainText("This ticket is not here");
  await holdsAA("no such ticket");
  await pod.getByRole("button", { name: "Find somebody" }).click();
  await pod.getByRole("searchbox").fill(ana.name);
  await expect(pod.getByRole("button", { name: ana.name }).first()).toBeVisible();
  await cw.moves();
  await cw.close();
});

test("a ticket system that does not answer keeps nobody from verifying, and is asked again", async ({ browser }) => {
  const { integration, company: of, ana } = await company();
  const ticket = await ticketOf(of, ana.at);
  // The browser itself writes about each answer it was refused, so that this story looks at no console.
  const context = await browser.newContext({ viewport: small });
  const page = await context.newPage();
  await page.route("**/v1/tickets/**", (route) =>
    route.fulfill({
      status: 502,
      contentType: "application/problem+json",
      body: JSON.stringify({
        status: 502,
        code: "psa_unavailable",
        title: "The PSA cannot be asked",
        detail: "ConnectWise does not answer.",
      }),
    }),
  );
  const cw = await ConnectWisePage.open(page, podAt(integration, "ticket", ticket), small);
  const pod = page.frameLocator("iframe[name=pod]");
  await signInPod(page, pod);
  await expect(pod.getByRole("alert")).toContainText("The ticket cannot be read");
  await pod.getByRole("button", { name: "Find somebody" }).click();
  await pod.getByRole("searchbox").fill(ana.name);
  await pod.getByRole("button", { name: ana.name }).first().click();
  await expect(pod.getByText(`ticket ${ticket}`)).toBeVisible();
  await page.unroute("**/v1/tickets/**");
  await cw.load("ticket", ticket);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await cw.moves();
  await cw.close();
  await context.close();
});
