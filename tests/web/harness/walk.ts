import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, expect, type Page, type Route } from "@playwright/test";
import { dev } from "./dev";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };
/** A desk of 1440 by 900 at 200 %. */
export const zoomed = { width: 720, height: 450 };

/** The sizes that ticket systems give the pod. */
export const pods = [
  { width: 400, height: 600 },
  { width: 400, height: 800 },
] as const;

/** Whoever looks at the screens. */
export type Who = "admin" | "technician" | "nobody";

const accounts = { admin: () => dev().console_email, technician: () => "sam@bluepeak.example" };

/** A browser that is signed in already and counts what moves. Its pages are light, and the system asks for no motion. */
export async function walker(browser: Browser, who: Who, viewport = desk): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport,
    locale: "en-GB",
    colorScheme: "light",
    reducedMotion: "reduce",
    baseURL: dev().api_url,
  });
  await context.addInitScript(watchMoves);
  if (who !== "nobody") {
    const answer = await context.request.post("/v1/session", {
      headers: { Origin: dev().api_url },
      data: { email: accounts[who](), password: dev().console_password },
    });
    expect(answer.status(), "signed in").toBe(200);
  }
  return context;
}

interface Watched extends Window {
  moves: string[];
}

/**
 * Keeps every layout shift that no press explains, with what moved. Less than a thousandth of the screen is a line that is
 * rounded otherwise when it is drawn again: nobody sees it, and a busy machine has it now and then.
 */
function watchMoves(): void {
  const moves: string[] = [];
  (window as unknown as Watched).moves = moves;
  const name = (node: Node | null): string => {
    const element = node instanceof Element ? node : node?.parentElement;
    if (!element) return "?";
    const words = element.textContent?.trim().slice(0, 40) ?? "";
    return `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${words}”`;
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
    })[]) {
      if (entry.hadRecentInput || entry.value < 0.001) continue;
      const what = entry.sources
        .slice(0, 3)
        .map(
          ({ node, previousRect: from, currentRect: to }) =>
            `${name(node)} ${Math.round(from.x)},${Math.round(from.y)} → ${Math.round(to.x)},${Math.round(to.y)}`,
        );
      moves.push(`${entry.value.toFixed(4)} ${what.join("; ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Waits until nothing is loaded any more: no skeleton, no font on its way, two frames drawn. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await drawn(page);
}

/** Waits for the fonts and two frames. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

interface Finding {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What a page breaks of axe's rules, all of them or those of colours alone. */
async function findings(page: Page, only?: "color-contrast"): Promise<string[]> {
  // The policy of the page lets no script in; the debugger's own evaluation is not the page's.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run: (what: Document, options: object) => Promise<{ violations: Finding[] }> };
    };
    const result = await axe.run(document, {
      resultTypes: ["violations"],
      iframes: false,
      ...(only ? { runOnly: { type: "rule", values: [only] } } : {}),
    });
    return result.violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
    );
  }, only);
}

/** How far the page scrolls sideways, in pixels. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));

/** Collects what is wrong, so that one walk tells all of it. */
export class Notes {
  readonly wrong: string[] = [];

  add(where: string, what: readonly string[]): void {
    this.wrong.push(...what.map((each) => `${where}: ${each}`));
  }

  /** Looks at a page on a desk in light and dark, at 200 %, and on a phone in light and dark: axe, and whether it scrolls sideways. */
  async look(page: Page, where: string): Promise<void> {
    await this.glance(page, where);
    await themed(page, "dark", async () => this.add(`${where}, dark`, await findings(page, "color-contrast")));
    await sized(page, phone, async () =>
      this.add(`${where}, on a phone, light`, await findings(page, "color-contrast")),
    );
    await this.peek(page, where);
  }

  /** Looks at a page as it stands. */
  async glance(page: Page, where: string): Promise<void> {
    await this.#fits(page, where);
    this.add(where, await findings(page));
  }

  /** Looks at a page as it stands, in the dark. */
  dark(page: Page, where: string): Promise<void> {
    return themed(page, "dark", () => this.glance(page, `${where}, dark`));
  }

  /** Looks at a page at 200 % and on a dark phone, where most goes wrong. */
  async peek(page: Page, where: string): Promise<void> {
    await sized(page, zoomed, () => this.#fits(page, `${where}, at 200 %`));
    await sized(page, phone, () => this.dark(page, `${where}, on a phone`));
  }

  /** Looks at the pod in each of its sizes, in light and dark. */
  async lookAtPod(page: Page, where: string): Promise<void> {
    for (const size of pods)
      await sized(page, size, async () => {
        const here = `${where}, ${size.width} by ${size.height}`;
        await this.glance(page, here);
        await themed(page, "dark", async () => this.add(`${here}, dark`, await findings(page, "color-contrast")));
      });
  }

  /** Nothing moved since the page came. */
  async still(page: Page, where: string): Promise<void> {
    this.add(`${where}: moved`, await page.evaluate(() => (window as unknown as Watched).moves.splice(0)));
  }

  /** The focus is somewhere. */
  async held(page: Page, where: string): Promise<void> {
    const lost = await page.evaluate(
      () =>
        new Promise<boolean>((answer) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => answer(document.activeElement === document.body || !document.activeElement)),
          ),
        ),
    );
    if (lost) this.add(where, ["the focus fell to the body"]);
  }

  async #fits(page: Page, where: string): Promise<void> {
    const by = await sideways(page);
    if (by > 0) this.add(where, [`scrolls ${by} px sideways`]);
  }
}

async function themed(page: Page, colorScheme: "dark", then: () => Promise<void>): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await then();
  await page.emulateMedia({ colorScheme: "light" });
}

async function sized(page: Page, size: { width: number; height: number }, then: () => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await drawn(page);
  await then();
  if (before) await page.setViewportSize(before);
}

/** A refusal as the API words it. */
export const refusal = (status: number, code: string, title: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: "application/problem+json",
    body: JSON.stringify({ type: "about:blank", title, status, code }),
  });

export const broken = refusal(500, "internal", "Something broke");
export const gone = refusal(404, "not_found", "Not found");
export const forbidden = refusal(403, "forbidden", "Not allowed");

/** Answers a list without anything in it. */
export async function emptied(route: Route): Promise<void> {
  await route.fulfill({ status: 200, contentType: "application/json", body: '{"items":[]}' });
}

/** Whether a request fills the bar over every screen. No screen is shown before it is answered, so it is never held. */
const ofBar = (url: URL): boolean =>
  /\/(alerts|technician-verifications)$/.test(url.pathname) &&
  url.searchParams.get("open") === "true" &&
  !url.searchParams.has("contact_id");

/** Holds answers back until it is told to let go. */
export function holding(): { hold: (route: Route) => Promise<void>; release: () => void } {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  return {
    hold: async (route) => {
      if (!ofBar(new URL(route.request().url()))) await released;
      await route.fallback().catch(() => undefined);
    },
    release,
  };
}
