import { randomBytes } from "node:crypto";

/** Eight hexadecimal digits that no other story has. */
export function unique(): string {
  return randomBytes(4).toString("hex");
}
