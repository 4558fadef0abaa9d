import type { Verification } from "../../api/types";
import { awaited } from "./labels";

/** The status of the call that a verification belongs to, in one line. It speaks of this call, not of the address. */
export function callStatus(verification: Verification): { words: string; tone: "ok" | "warn" | "bad" | "" } {
  switch (verification.status) {
    case "pending":
      return { words: `Waiting for the ${awaited(verification.channel)}`, tone: "warn" };
    case "approved":
      return { words: "Verified on this call", tone: "ok" };
    case "denied":
      return {
        words: verification.reason_code === "not_me" ? "Denied: this was not me" : "Denied: too many wrong codes",
        tone: "bad",
      };
    case "expired":
      return { words: "Not verified: time ran out", tone: "" };
    case "cancelled":
      return { words: "Cancelled", tone: "" };
    case "failed":
      return { words: "Nothing went out", tone: "bad" };
  }
}
