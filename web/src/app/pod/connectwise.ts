import { readRecordId, readScreen, type Screen } from "./place";

/**
 * ConnectWise's Hosted API, version 1.0: JSON texts by postMessage. Any script in ConnectWise's page can send these
 * messages, so they fill the pod in and prove nothing.
 */
export interface HostState {
  /** The id that ConnectWise gave this frame. Every later message carries it. */
  frameId: string | number | undefined;
}

/** The effect of one message from ConnectWise. */
export interface Received {
  next: HostState;
  /** Messages to send at once: ConnectWise's screen waits for the answer to an event. */
  replies: string[];
  /** The record that ConnectWise loaded. */
  record?: { screen: Screen; id: string | undefined };
  /** The e-mail address of the member who looks at it. */
  email?: string;
}

export const initialState: HostState = { frameId: undefined };

/** The longest message that is read, in characters. ConnectWise's own are far shorter. */
const longest = 65_536;

export const readyMessage = (): string => JSON.stringify({ message: "ready" });

/** The request for the member who looks at the screen. Only the e-mail address of the answer is kept. */
export function memberRequest(at: HostState): string {
  return encode(at, { hosted_request: "getMemberAuthentication" });
}

export function receive(at: HostState, text: unknown): Received {
  const message = parsed(text);
  const frameId = message?.MessageFrameID;
  if ((typeof frameId === "string" && frameId !== "") || typeof frameId === "number")
    return { next: { frameId }, replies: [] };
  if (typeof message?.response === "string")
    return {
      next: at,
      replies: [],
      ...(message.response.toLowerCase() === "getmemberauthentication" ? memberIn(message.data) : {}),
    };
  if (typeof message?.event !== "string") return { next: at, replies: [] };
  // Unknown events are confirmed as well: an unanswered event hangs ConnectWise's screen.
  const agreed = encode(at, { event: message.event, _id: message._id, result: "success" });
  return { next: at, replies: [agreed], ...(message.event === "onLoad" ? recordIn(message.data) : {}) };
}

function encode(at: HostState, message: object): string {
  return JSON.stringify(at.frameId === undefined ? message : { ...message, frameID: at.frameId });
}

function parsed(text: unknown): Record<string, unknown> | undefined {
  if (typeof text !== "string" || text.length > longest) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function recordIn(data: unknown): Pick<Received, "record"> {
  const shown = asObject(asObject(data)?.screenObject);
  return shown ? { record: { screen: readScreen(shown.screen), id: readRecordId(shown.id) } } : {};
}

function memberIn(data: unknown): Pick<Received, "email"> {
  const email = asObject(data)?.memberEmail;
  return typeof email === "string" && isEmail(email) ? { email: email.trim() } : {};
}

function isEmail(text: string): boolean {
  return text.length <= 254 && /^\s*[^\s@]+@[^\s@]+\s*$/.test(text);
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
