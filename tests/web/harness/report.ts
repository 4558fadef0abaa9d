import { test } from "@playwright/test";

/** Tells a time in the report. Times are never asserted: machines are shared. */
export function report(what: string, ms: number): void {
  test.info().annotations.push({ type: what, description: `${ms} ms` });
  console.log(`  ${what}: ${ms} ms`);
}
