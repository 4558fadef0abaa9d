import { defineConfig } from "@playwright/test";
import stories from "./playwright.config";

/** A walk through every screen in every state. It has a stack of its own: it looks at whatever stands on the screens, and stories beside it would move that. */
export default defineConfig({ ...stories, testDir: "walk" });
