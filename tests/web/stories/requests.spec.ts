import { randomInt } from "node:crypto";
import { api } from "../harness/api";
import { violations } from "../harness/axe";
import { dev } from "../harness/dev";
import { otherSite } from "../harness/otherSite";
import { code, message, texts } from "../harness/sandbox";
import { expect, signIn, test } from "../harness/story";
import { written } from "../harness/written";

test("a client asks if the technician is real, hears the same code, and replies", async ({ desk, sam: { page } }) => {
  const ana = await desk.person("Ana Torres");
  await texts(ana.mobile, "#verify");
  await expect(page.getByRole("link", { name: /Verifications \d+ waiting/ })).toBeVisible();
  await page.getByRole("link", { name: /Verifications/ }).click();
  await page.getByRole("link", { name: /They verify us/ }).click();
  await page.getByRole("link", { name: ana.name }).click();
  await expect(page.getByRole("heading", { name: "Ana asks whether you are real" })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const theirs = await code(ana.mobile);
  await expect(page.locator(".read-out")).toHaveCount(0);
  await page.getByRole("button", { name: "Show code" }).click();
  await expect(page.locator(".read-out [aria-hidden]")).toHaveText(theirs.replace(/(...)(...)/, "$1 $2"));

  await page.getByLabel("Ticket", { exact: true }).fill("990213");
  await page.getByRole("button", { name: "Take it up" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for Ana's #confirm" })).toBeVisible();
  // Who it is has to have reached them before their answer counts.
  await message(ana.mobile, 2);
  await texts(ana.mobile, "#confirm");
  await expect(page.locator("[data-outcome]")).toHaveAttribute("data-outcome", "confirmed");
  await expect(page.locator("[data-outcome]")).toContainText("Ana knows that you are real");
});

test("a request stands on the page of the person who waits, and is taken up there", async ({ desk, sam: { page } }) => {
  const [ana, ben] = [await desk.person("Ana Torres"), await desk.person("Ben Okafor")];
  await page.goto(`/contacts/${ana.id}`);
  await expect(page.getByRole("heading", { name: ana.name })).toBeVisible();
  await texts(ana.mobile, "#verify");
  const card = page.getByRole("region", { name: "Request" });
  await expect(card.getByRole("heading", { name: "Ana asks whether you are real" })).toBeVisible();
  await card.getByRole("button", { name: "Take it up" }).click();
  await expect(card.getByRole("heading", { name: "Waiting for Ana's #confirm" })).toBeVisible();
  await page.goto(`/contacts/${ben.id}`);
  await expect(page.getByRole("heading", { name: ben.name })).toBeVisible();
  await expect(card).toHaveCount(0);
});

test("a number that two people share: who it is, is chosen, and they confirm on the phone", async ({
  desk,
  sam: { page },
}) => {
  const ana = await desk.person("Ana Torres");
  const bob = { name: `Bob ${ana.name}`, mobile: ana.mobile };
  await api.addContact({ ...bob, company_id: desk.company.id });
  await texts(ana.mobile, "#verify");
  await page.goto("/requests");
  await page.getByRole("row", { name: desk.company.name }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Shared by 2 people" })).toBeVisible();
  const take = page.getByRole("button", { name: "Take it up" });
  await take.click();
  await expect(page.getByRole("radio", { name: bob.name })).toHaveJSProperty("validity.valueMissing", true);
  await page.getByRole("radio", { name: bob.name }).check();
  await take.click();
  await expect(page.getByRole("heading", { name: bob.name })).toBeVisible();
  await page.getByRole("button", { name: "They confirmed on the phone" }).click();
  await page.getByRole("button", { name: "Yes, they said so" }).click();
  await expect(page.locator("[data-outcome]")).toContainText("on the phone");
});

test("codes that differ are denied, and whoever asks from nowhere is shown to admins alone", async ({
  desk,
  priya,
  sam,
}) => {
  const ana = await desk.person("Ana Torres");
  await texts(ana.mobile, "#verify");
  await sam.page.goto("/requests");
  await sam.page.getByRole("link", { name: ana.name }).click();
  await sam.page.getByRole("button", { name: "Does not match: deny" }).click();
  await sam.page.getByRole("button", { name: "Deny and raise the alarm" }).click();
  await expect(sam.page.locator("[data-outcome]")).toHaveAttribute("data-outcome", "denied");
  await sam.page.getByRole("button", { name: "Closed" }).click();
  await expect(sam.page.getByRole("row", { name: ana.name })).toContainText("Does not match");
  await sam.page.getByRole("link", { name: "Contacts" }).click();
  await expect(sam.page.getByRole("link", { name: "Companies" })).toBeVisible();
  await expect(sam.page.getByRole("link", { name: "To review" })).toHaveCount(0);

  const stranger = `+1415${randomInt(2_000_000, 9_999_999)}`;
  await priya.page.getByRole("link", { name: "To review" }).click();
  await texts(stranger, "#verify");
  await expect(priya.page.getByRole("row", { name: written(stranger) }).first()).toContainText("#verify");
});

test("in the pod, the request of the ticket's own person", async ({ desk, browserFor }) => {
  const small = { width: 400, height: 800 };
  const ana = await desk.person("Ana Torres");
  const site = await otherSite(`${dev().api_url}/pod?contact_id=${ana.id}&ticket_id=990213`, small);
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe");
  const [popup] = await Promise.all([page.waitForEvent("popup"), pod.getByRole("button", { name: "Sign in" }).click()]);
  await signIn(popup, "sam@bluepeak.example");
  await popup.waitForEvent("close");
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await texts(ana.mobile, "#verify");
  const card = pod.getByRole("region", { name: "Request" });
  await expect(card.getByRole("heading", { name: "Ana asks whether you are real" })).toBeVisible();
  await card.getByRole("button", { name: "Show code" }).click();
  await expect(card.locator(".read-out [aria-hidden]")).toHaveText(
    (await code(ana.mobile)).replace(/(...)(...)/, "$1 $2"),
  );
  await expect(card.getByLabel("Ticket", { exact: true })).toHaveValue("990213");
  expect(
    await page.frame("pod")?.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    "nothing is wider than the frame",
  ).toBe(true);
  await card.getByRole("button", { name: "Take it up" }).click();
  await message(ana.mobile, 2);
  await texts(ana.mobile, "#confirm");
  await expect(pod.locator("[data-outcome=confirmed]")).toBeVisible();
  await site.close();
});

test("in the pod, another person who waits is named, and taken up in the console", async ({ desk, browserFor }) => {
  const small = { width: 400, height: 600 };
  const [ana, ben] = [await desk.person("Ana Torres"), await desk.person("Ben Okafor")];
  const site = await otherSite(`${dev().api_url}/pod?contact_id=${ana.id}&ticket_id=990213`, small);
  const { page } = await browserFor({ viewport: small });
  await page.goto(site.url);
  const pod = page.frameLocator("iframe");
  const [popup] = await Promise.all([page.waitForEvent("popup"), pod.getByRole("button", { name: "Sign in" }).click()]);
  await signIn(popup, "sam@bluepeak.example");
  await popup.waitForEvent("close");
  await expect(pod.getByRole("heading", { name: ana.name })).toBeVisible();
  await texts(ben.mobile, "#verify");
  const others = pod.getByRole("status").filter({ hasText: /waits? for the code/ });
  await expect(others).toBeInViewport();
  await expect(pod.getByRole("region", { name: "Request" })).toHaveCount(0);
  const [console_] = await Promise.all([page.waitForEvent("popup"), others.getByRole("link").click()]);
  await expect(console_).toHaveURL(/they-verify-us/);
  await site.close();
});
