/** The message from the sign-in window to the pod that opened it. */
const kind = "countersign.pod-code";

interface Handover {
  kind: typeof kind;
  code: string;
}

/** Posts the code to the opener; the browser delivers it only to a page of our own origin. */
export function handOver(opener: Window, code: string): void {
  const message: Handover = { kind, code };
  opener.postMessage(message, window.location.origin);
}

/** The code in a message, if it comes from our own origin and from the very window that was opened. */
export function codeFrom(event: MessageEvent, window_: Window | null, origin: string): string | undefined {
  if (event.origin !== origin || event.source === null || event.source !== window_) return undefined;
  const message = event.data as Partial<Handover> | null;
  return message?.kind === kind && typeof message.code === "string" ? message.code : undefined;
}

/**
 * The sign-in window's address: for the pod of which connection, and an e-mail address in the fragment, which browsers do
 * not send.
 */
export function signInAddress(challenge: string, integrationId: string | undefined, email: string | undefined): string {
  const pod = integrationId ? `&integration=${integrationId}` : "";
  return `/pod-sign-in?challenge=${challenge}${pod}${email ? `#email=${encodeURIComponent(email)}` : ""}`;
}

/** The e-mail address to prefill in the sign-in. It is never trusted. */
export function suggestedEmail(hash: string): string {
  return (new URLSearchParams(hash.slice(1)).get("email") ?? "").slice(0, 254);
}
