import { readRecordId, readScreen, type Screen } from "./place";

/**
 * ConnectWise's Hosted API, version 1.0, as a pod speaks it: JSON texts by postMessage. Everything ConnectWise says may be said by whoever stands
 * in its page, so it fills the pod in and proves nothing.
 */
export interface HostState {
  /** Which frame of its page we are; goes along with all we say once we know. */
  frameId: string | number | undefined;
}

/** What one message of ConnectWise's leads to. */
export interface Received {
  next: HostState;
  /** To be said at once: ConnectWise's screen waits for the answer to an event. */
  replies: string[];
  /** The record that came on screen. */
  record?: { screen: Screen; id: string | undefined };
  /** The e-mail address of the member who looks at it. */
  email?: string;
}

export const initialState: HostState = { frameId: undefined };

/** More than ConnectWise ever says in one message. */
const longest = 65_536;

export const readyMessage = (): string => JSON.stringify({ message: "ready" });

/** Asks who looks at the screen. The answer holds more than the address, none of which is kept. */
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
  // Events that we do not know are agreed to as well: an unanswered one hangs the screen.
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
