import { span } from "../time/relative";
import type { ProblemError } from "./problem";

export interface Said {
  /** What happened. */
  what: string;
  /** What to do next. */
  next: string;
}

/** Refusals as a colleague would say them. A code that is not here is told in the API's own words. */
const said: Record<string, Said> = {
  unreachable: { what: "Countersign does not answer.", next: "Check your connection. Nothing was lost; try again in a moment." },
  too_many_attempts: { what: "There were too many wrong codes.", next: "This verification is closed. Do not act on the caller's word; call them back on the number you have on file." },
  already_closed: { what: "This verification is closed already.", next: "Start a new one if the caller is still on the line." },
  closing: { what: "The last verification is just closing.", next: "Give it a second and start again." },
  send_limit: { what: "That was the last message this verification may send.", next: "Wait for one that is on its way, or cancel and start again later." },
  send_too_soon: { what: "The last message went out a moment ago.", next: "Give it time to arrive; the button shows when you can send again." },
  rate_limited: { what: "Too much at once.", next: "Wait a little and try again." },
  guess_limit: { what: "There were too many wrong codes for this person.", next: "Verify them another way, or try again later." },
  spend_limit: { what: "Today's budget for messages is used up.", next: "E-mail still works. An admin can raise the budget under Settings." },
  number_limit: { what: "This number had too many messages in a short time.", next: "Use another way, or wait a few minutes." },
  country_not_allowed: { what: "This number is in a country your policy does not allow.", next: "Use another way, or ask an admin to add the country under Policies." },
  note_required: { what: "This is not the ticket's own contact.", next: "Say in a note why you verify somebody else." },
  channel_unavailable: { what: "This way is not open for this person.", next: "Choose another one; the list says why." },
  channel_not_allowed: { what: "The policy does not allow this way.", next: "Choose another one." },
  not_leader: { what: "This verification belongs to another technician's call.", next: "You can watch, but only they can act." },
  not_leading: { what: "This verification belongs to another technician's call.", next: "You can watch, but only they can act." },
  invalid_credentials: { what: "The e-mail address or the password is not right.", next: "Try again, or set a new password." },
  invalid_code: { what: "That code is not right.", next: "Codes change every 30 seconds; use the one shown now." },
  token_invalid: { what: "This link has been used or has run out.", next: "Ask for a new one." },
  ui_not_allowed: { what: "Your account works in the pod only.", next: "Open a ticket in your ticket system; the pod is there. An admin can open the console for you." },
  forbidden: { what: "You may not do this.", next: "An admin can, or can give you the right." },
  not_found: { what: "This is not here any more, or not for you to see.", next: "Go back to the list." },
  version_conflict: { what: "Somebody else changed this in the meantime.", next: "Reload to see theirs, then make your change again." },
};

/** What a refusal means and what to do next. */
export function wordsOf(problem: ProblemError): Said {
  const words = said[problem.code];
  const wait = problem.retryAfter ? `Try again in ${span(problem.retryAfter * 1000)}.` : "";
  if (words) return wait ? { ...words, next: wait } : words;
  if (problem.status >= 500) return { what: "Something broke on our side.", next: wait || "Try again; if it stays, tell your admin what you did." };
  return { what: sentence(problem.message), next: wait || sentence(problem.detail ?? "") };
}

function sentence(words: string): string {
  return words === "" || /[.!?]$/.test(words) ? words : `${words}.`;
}
