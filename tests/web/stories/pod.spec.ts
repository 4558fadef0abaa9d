import type { FrameLocator, Page } from "@playwright/test";
import { dev } from "../harness/dev";
import { otherSite } from "../harness/otherSite";
import { report } from "../harness/report";
import { code, link, message } from "../harness/sandbox";
import { expect, panel, signIn, test } from "../harness/story";

const small = { width: 400, height: 600 };

/** All that scripts of the page can find again later; storage that the browser keeps closed holds nothing. */
function storedHere(): string {
  let stored = document.cookie;
  for (const storage of ["localStorage", "sessionStorage"] as const) {
    try {
      stored += Object.values(window[storage]).join();
    } catch {}
  }
  return stored;
}

async function signInPod(page: Page, pod: FrameLocator, email = "sam@bluepeak.example"): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), pod.getByRole("button", { name: "Sign in" }).click()]);
  await signIn(popup, email);
  await popup.waitForEvent("close");
}

test("in another site's frame: sign-in in a window of its own, then verified at 400 by 600", async ({
  desk,
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  const site = await otherSite(`${dev().api_url}/pod?contact_id=${ana.id}&ticket_id=990213`, small);
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe");
  await signInPod(page, pod);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await expect(pod.getByText("ticket 990213")).toBeVisible();
  await expect(pod.getByText("Not verified").first()).toBeVisible();

  const frame = page.frame("pod");
  expect(await frame?.evaluate(storedHere), "no bearer where a script could find it").toBe("");
  expect(
    await frame?.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    "nothing is wider than the frame",
  ).toBe(true);

  await panel(pod).channel("SMS code").click();
  const digits = panel(pod).digits();
  await expect(digits).toBeVisible();
  await expect(digits).toBeInViewport();
  await digits.fill(await code(ana.mobile));
  await expect(panel(pod).outcome()).toHaveAttribute("data-outcome", "approved");
  await expect(pod.getByText("Verified", { exact: true }).first()).toBeVisible();

  // The partitioned cookie signs the pod in again after a reload, and in no other site's frame.
  await page.reload();
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await page.goto(`${dev().api_url}/pod`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await site.close();
});

test("a link's click reaches the pod by its own event stream", async ({ desk, browserFor }) => {
  const ana = await desk.person("Ana Torres");
  const site = await otherSite(`${dev().api_url}/pod?contact_id=${ana.id}&ticket_id=990213`, {
    width: 400,
    height: 800,
  });
  const { page } = await browserFor({ viewport: { width: 400, height: 800 } });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe");
  await signInPod(page, pod);
  await panel(pod).more().click();
  await pod.getByRole("menuitem", { name: "SMS link" }).click();
  const { page: phone } = await browserFor({ viewport: { width: 390, height: 760 } });
  await phone.goto(await link(ana.mobile, "/l/"));
  await Promise.all([
    phone.waitForResponse((response) => response.request().method() === "POST"),
    phone.getByRole("button", { name: "Validate" }).click(),
  ]);
  const validated = Date.now();
  await expect(panel(pod).outcome()).toHaveAttribute("data-outcome", "approved", { timeout: 5_000 });
  report("pod green after Validate", Date.now() - validated);
  await site.close();
});

test("somebody else than the ticket's contact needs a note", async ({ desk, browserFor }) => {
  const ana = await desk.person("Ana Torres");
  const ben = await desk.person("Ben Okafor");
  const site = await otherSite(`${dev().api_url}/pod?contact_id=${ana.id}&ticket_id=990213`, small);
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe");
  await signInPod(page, pod);
  await pod.getByRole("button", { name: "Someone else" }).click();
  await pod.getByRole("searchbox").fill(ben.name);
  await pod.getByRole("button", { name: ben.name }).click();
  await panel(pod).channel("SMS code").click();
  await expect(pod.getByRole("alert")).toContainText("Say why before you go on.");
  await pod.getByLabel("Why somebody else than the ticket's contact?").fill("Ben calls for Ana, who is on leave.");
  await panel(pod).channel("SMS code").click();
  await expect(pod.getByRole("heading", { name: "Ask Ben for the six digits" })).toBeVisible();
  await message(ben.mobile);
  await site.close();
});

test("the policy may fold the ways until they are asked for", async ({ desk, browserFor }) => {
  await desk.policy({ show_on_load: false });
  const ana = await desk.person("Ana Torres");
  const site = await otherSite(`${dev().api_url}/pod?contact_id=${ana.id}`, small);
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe");
  await signInPod(page, pod);
  await expect(pod.getByRole("button", { name: "Verify Ana" })).toBeVisible();
  await expect(panel(pod).channel("SMS code")).toHaveCount(0);
  await pod.getByRole("button", { name: "Verify Ana" }).click();
  await expect(panel(pod).channel("SMS code")).toBeEnabled();
  await site.close();
});

test("an e-mail address opens its only person and leaves the address bar; a pod-only colleague may work", async ({
  desk,
  browserFor,
}) => {
  const ana = await desk.person("Ana Torres");
  const email = await desk.invite({ name: "Tom Berg", allow_ui: false });
  const invited = await browserFor();
  await invited.page.goto(await link(email, "/set-password"));
  await invited.page.getByLabel("New password").fill("a heron waits by the quiet water");
  await invited.page.getByRole("button", { name: "Set the password" }).click();
  await expect(invited.page.getByRole("heading", { name: "Your desk is the pod" })).toBeVisible();

  const site = await otherSite(`${dev().api_url}/pod?email=${encodeURIComponent(ana.email)}&ticket_id=7`, small);
  await invited.page.goto(site.url);
  const pod = invited.page.frameLocator("iframe");
  const [popup] = await Promise.all([
    invited.page.waitForEvent("popup"),
    pod.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await Promise.all([popup.waitForEvent("close"), popup.getByRole("button", { name: /Continue as Tom Berg/ }).click()]);
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  expect(invited.page.frame("pod")?.url()).toBe(`${dev().api_url}/pod?ticket_id=7`);
  await site.close();
});

test("a page that is not ours gets no code from the sign-in window", async ({ sam: { page, context } }) => {
  const site = await otherSite(`${dev().api_url}/pod`, small);
  const evil = await context.newPage();
  await evil.goto(site.url);
  await evil.evaluate(() => {
    addEventListener("message", (event) => Object.assign(window, { heard: event.data }));
  });
  const [popup] = await Promise.all([
    evil.waitForEvent("popup"),
    evil.evaluate((url) => void open(url), `${dev().api_url}/pod-sign-in?challenge=${"A".repeat(43)}`),
  ]);
  await popup.getByRole("button", { name: /Continue as/ }).click();
  await expect.poll(() => popup.isClosed()).toBe(true);
  expect(await evil.evaluate(() => "heard" in window)).toBe(false);
  await page.reload();
  await site.close();
});
