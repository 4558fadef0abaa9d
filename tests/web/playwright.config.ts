import { defineConfig } from "@playwright/test";

// Debian's Chromium; browsers are never downloaded.
const chromium = process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "stories",
  globalSetup: "./harness/stack.ts",
  // One stack, and two browsers at a time on it; every story has a company and people of its own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results",
  reporter: [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    launchOptions: { executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] },
    screenshot: "only-on-failure",
    // Traces put scripts into every frame, which the sandboxed previews rightly block with an error.
    trace: "off",
  },
});
