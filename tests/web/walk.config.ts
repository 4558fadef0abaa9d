import { defineConfig } from "@playwright/test";
import stories from "./playwright.config";

/** A walk through every screen in every state. It is run on its own and not with the stories: it takes minutes, and looks at whatever stands on the screens. */
export default defineConfig({ ...stories, testDir: "walk" });
