import { readFileSync } from "node:fs";

/** Where the stack is, and how to sign in. */
export interface Dev {
  api_url: string;
  api_key: string;
  console_email: string;
  console_password: string;
  sandbox_url: string;
  /** The number that clients of the demo MSP write to. */
  verification_number: string;
  verification_mailbox: string;
}

export function dev(): Dev {
  const path = process.env.COUNTERSIGN_DEV_JSON;
  if (!path) throw new Error("COUNTERSIGN_DEV_JSON is not set; the global setup sets it");
  return JSON.parse(readFileSync(path, "utf8")) as Dev;
}
