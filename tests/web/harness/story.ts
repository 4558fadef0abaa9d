import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { Desk } from "./desk";
import { dev } from "./dev";

/** Somebody at the console, in a browser of their own. */
export interface Technician {
  page: Page;
  context: BrowserContext;
}

interface Fixtures {
  desk: Desk;
  /** Opens a browser whose every console error and policy violation fails the story. */
  browserFor: (options?: { viewport?: { width: number; height: number } }) => Promise<Technician>;
  /** The admin, signed in. */
  priya: Technician;
  /** A technician without admin rights, signed in. */
  sam: Technician;
}

/** What the browser itself writes about an answer, or a cut network, that the story asked for. */
const expected =
  /^Failed to load resource: (the server responded with a status of (401|403|404|409|410|422|429)|net::ERR_INTERNET_DISCONNECTED)/;

export const test = base.extend<Fixtures>({
  desk: async ({}, use) => use(await Desk.open()),
  browserFor: async ({ browser, viewport }, use) => {
    const complaints: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({
        viewport: options?.viewport ?? viewport,
        locale: "en-GB",
        baseURL: dev().api_url,
      });
      contexts.push(context);
      listen(context, complaints);
      return { context, page: await context.newPage() };
    });
    for (const context of contexts) await context.close();
    expect(complaints, "errors in the browser's console").toEqual([]);
  },
  priya: async ({ browserFor }, use) => use(await signedIn(await browserFor(), dev().console_email)),
  sam: async ({ browserFor }, use) => use(await signedIn(await browserFor(), "sam@bluepeak.example")),
});

function listen(context: BrowserContext, complaints: string[]): void {
  context.on("console", (message) => {
    if (
      (message.type() === "error" || /content security policy/i.test(message.text())) &&
      !expected.test(message.text())
    )
      complaints.push(`${message.text()} (${message.page()?.url()})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
}

export async function signIn(page: Page, email: string, password = dev().console_password): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signedIn(technician: Technician, email: string): Promise<Technician> {
  await technician.page.goto("/contacts");
  await signIn(technician.page, email);
  await expect(technician.page.getByRole("heading", { name: "Contacts" })).toBeVisible();
  return technician;
}

/** The panel's parts, by what a person reads. */
export const panel = (page: Page | ReturnType<Page["frameLocator"]>) => ({
  channel: (name: string): Locator => page.getByRole("button", { name, exact: true }),
  more: (): Locator => page.getByRole("button", { name: /More ways/ }).first(),
  digits: (): Locator => page.getByRole("textbox", { name: /The (six|seven|eight) digits/ }),
  outcome: (): Locator => page.locator("[data-outcome]"),
  green: (): Locator => page.locator(".channels [data-shield=ok]"),
});

export { expect } from "@playwright/test";
