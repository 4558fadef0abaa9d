import { span } from "../time/relative";
import type { ProblemError } from "./problem";

export interface ProblemText {
  /** What happened. */
  what: string;
  /** What to do next. */
  next: string;
}

/** Codes for which these texts say more about the next step than the API's own. */
const texts: Record<string, ProblemText> = {
  unreachable: {
    what: "Countersign does not answer.",
    next: "Check your connection. Nothing was lost; try again in a moment.",
  },
  offline: {
    what: "You are offline. Nothing was sent.",
    next: "Nothing will be sent later by itself: press again once you are back.",
  },
  unauthorized: { what: "You are signed out.", next: "Sign in again; you will be back on this page." },
  too_many_attempts: {
    what: "There were too many wrong codes.",
    next: "This verification is closed. Do nothing on the caller's word; call them back on the number you have on file.",
  },
  closing: { what: "The last verification is just closing.", next: "Give it a second and press again." },
  country_not_allowed: {
    what: "This number is in a country your policy does not allow.",
    next: "Use another way, or ask an admin to add the country under Policies.",
  },
  note_required: { what: "This is not the ticket's own contact.", next: "Say in a note why you verify somebody else." },
  channel_unavailable: {
    what: "This way is not open for this person.",
    next: "Choose another one; the list says why.",
  },
  watching: { what: "This verification belongs to a colleague's call.", next: "You can watch, but only they can act." },
  invalid_code_format: {
    what: "Those are not the digits of a code.",
    next: "Type them as the caller reads them out. This was not counted as a try.",
  },
  conflict: {
    what: "Somebody else changed this in the meantime.",
    next: "Reload to see theirs, then make your change again.",
  },
  psa_unavailable: {
    what: "The ticket system does not answer.",
    next: "Nothing was lost; what is to be written waits for it.",
  },
  not_found: { what: "This is not here any more, or not for you to see.", next: "Go back to the list." },
};

/** Says what an error means and what to do next. */
export function problemLabel(problem: ProblemError): ProblemText {
  const words = texts[problem.code];
  const wait = problem.retryAfter ? `Try again in ${span(problem.retryAfter * 1000)}.` : "";
  if (problem.code === "psa_unavailable" && problem.detail)
    return {
      what: "The ticket system did not answer as it should.",
      next: [sentence(problem.detail), wait].filter(Boolean).join(" "),
    };
  // The API says what is closed, and whose limit it is: a person's, or the MSP's.
  if (problem.code === "already_closed" && problem.detail) return { what: sentence(problem.detail), next: "" };
  if (problem.code === "send_limit" && problem.detail)
    return { what: "Not yet: nothing was sent.", next: [sentence(problem.detail), wait].filter(Boolean).join(" ") };
  // The API says what closed it, and whether another way is open at all.
  if (problem.code === "channel_unavailable" && problem.detail)
    return { what: "This way is not open for this person.", next: sentence(problem.detail) };
  if (words) return wait ? { ...words, next: wait } : words;
  if (problem.status >= 500 && !problem.detail)
    return {
      what: "Something broke on our side.",
      next: [wait || "Try again.", stays(problem)].filter(Boolean).join(" "),
    };
  return { what: sentence(problem.message), next: [sentence(problem.detail ?? ""), wait].filter(Boolean).join(" ") };
}

/** What support needs when an error on our side stays. */
function stays({ requestId }: ProblemError): string {
  return requestId
    ? `If it stays, tell support this number: ${requestId}.`
    : "If it stays, tell your admin what you did.";
}

function sentence(words: string): string {
  return words === "" || /[.!?]$/.test(words) ? words : `${words}.`;
}
