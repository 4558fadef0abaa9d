import type { Integration } from "../../api/types";

interface Health {
  label: string;
  tone: "ok" | "bad" | "info" | "";
  /** A shape of its own for each state, so that colour is never alone. */
  mark: string;
}

export const health: Record<Integration["status"], Health> = {
  ready: { label: "Ready", tone: "ok", mark: "✓" },
  failing: { label: "Failing", tone: "bad", mark: "✕" },
  disabled: { label: "Disabled", tone: "", mark: "–" },
  new: { label: "New", tone: "info", mark: "○" },
};

/** What the state means, in a sentence. */
export function healthLabel(integration: Pick<Integration, "status" | "problem">): string {
  switch (integration.status) {
    case "ready":
      return "It answers, and people come in.";
    case "failing":
      return integration.problem ?? "It does not answer as it should.";
    case "disabled":
      return "Nothing is read and nothing is written until you enable it.";
    case "new":
      return "Not asked yet.";
  }
}
