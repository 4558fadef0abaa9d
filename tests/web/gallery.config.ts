import { defineConfig } from "@playwright/test";
import stories from "./playwright.config";

// Below the ports that the system gives to outgoing connections, and beside those of the stacks.
const port = 20_000 + (process.pid % 900);
// The workers read this file again, in processes of their own.
process.env.COUNTERSIGN_GALLERY ??= `http://127.0.0.1:${port}`;

/** The parts of the screens, each on its page of the gallery, which the development server shows. They need no stack. */
export default defineConfig({
  ...stories,
  testDir: "gallery",
  globalSetup: undefined,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { ...stories.use, baseURL: process.env.COUNTERSIGN_GALLERY },
  webServer: {
    command: `npm run dev -- --host 127.0.0.1 --strictPort --port ${new URL(process.env.COUNTERSIGN_GALLERY).port}`,
    cwd: "../../web",
    url: `${process.env.COUNTERSIGN_GALLERY}/parts/tabs`,
    reuseExistingServer: true,
  },
});
