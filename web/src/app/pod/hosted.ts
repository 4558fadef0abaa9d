import { readRecordId, readScreen, type Screen } from "./place";

/**
 * ConnectWise's Hosted API, version 1.0, as a pod speaks it: JSON texts by postMessage. Everything ConnectWise says may be said by whoever stands
 * in its page, so it fills the pod in and proves nothing.
 */
export interface Conversation {
  /** Which frame of its page we are; goes along with all we say once we know. */
  frameId: string | number | undefined;
}

/** What one message of ConnectWise's leads to. */
export interface Turn {
  next: Conversation;
  /** To be said at once: ConnectWise's screen waits for the answer to an event. */
  say: string[];
  /** The record that came on screen. */
  record?: { screen: Screen; id: string | undefined };
  /** The e-mail address of the member who looks at it. */
  email?: string;
}

export const silent: Conversation = { frameId: undefined };

/** More than ConnectWise ever says in one message. */
const longest = 65_536;

export const ready = (): string => JSON.stringify({ message: "ready" });

/** Asks who looks at the screen. The answer holds more than the address, none of which is kept. */
export function askMember(at: Conversation): string {
  return spoken(at, { hosted_request: "getMemberAuthentication" });
}

export function hear(at: Conversation, text: unknown): Turn {
  const heard = parsed(text);
  const frameId = heard?.MessageFrameID;
  if ((typeof frameId === "string" && frameId !== "") || typeof frameId === "number")
    return { next: { frameId }, say: [] };
  if (typeof heard?.response === "string")
    return {
      next: at,
      say: [],
      ...(heard.response.toLowerCase() === "getmemberauthentication" ? memberIn(heard.data) : {}),
    };
  if (typeof heard?.event !== "string") return { next: at, say: [] };
  // Events that we do not know are agreed to as well: an unanswered one hangs the screen.
  const agreed = spoken(at, { event: heard.event, _id: heard._id, result: "success" });
  return { next: at, say: [agreed], ...(heard.event === "onLoad" ? recordIn(heard.data) : {}) };
}

function spoken(at: Conversation, message: object): string {
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

function recordIn(data: unknown): Pick<Turn, "record"> {
  const shown = asObject(asObject(data)?.screenObject);
  return shown ? { record: { screen: readScreen(shown.screen), id: readRecordId(shown.id) } } : {};
}

function memberIn(data: unknown): Pick<Turn, "email"> {
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
