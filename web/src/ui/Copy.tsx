import { useState } from "react";

/** A button that copies the text beside it. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState<"no" | "yes" | "failed">("no");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setDone("yes"),
      () => setDone("failed"),
    );
  return (
    <button type="button" onClick={copy} aria-label={`Copy ${what}`}>
      <span aria-live="polite">{{ no: "Copy", yes: "Copied", failed: "Select and press Ctrl+C" }[done]}</span>
    </button>
  );
}
