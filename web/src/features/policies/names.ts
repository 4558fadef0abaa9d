import { channelLabel } from "../../api/labels";
import type { Policy } from "../../api/types";
import { type Difference, differences } from "../../ui/DiffView";
import { countryName } from "../companies/public";
import { coolingHours } from "./fields";

/** What each rule is called where two policies are compared, in the order of the form. */
export const ruleNames: Record<keyof Policy, string> = {
  channels: "Allowed ways, first choice first",
  minimum_assurance: "Weakest way allowed",
  call_back_to: "Help desk's line for call-backs",
  code_length: "Digits of a code",
  code_minutes: "A code is good for, minutes",
  link_minutes: "A link is good for, minutes",
  max_attempts: "Tries per verification",
  guesses_per_hour: "Wrong codes per person and hour",
  guesses_per_day: "Wrong codes per person and day",
  max_sends: "Sends per verification",
  send_pauses_seconds: "Pauses between sends, seconds",
  sends_per_number: "Sends per number",
  sends_per_number_minutes: "Counted over, minutes",
  countries: "Countries that numbers may belong to",
  shield_minutes: "A shield stays green, minutes",
  history_length: "History shown",
  cooling_hours: "A changed number or address cools off for, hours",
  banner: "Banner",
  note_required: "A note when the person is not the ticket's own contact",
  show_on_load: "The pod shows the ways as soon as a ticket opens",
};

/** The rules in which two policies differ, in words. */
export function ruleDifferences(before: Policy, after: Policy): Difference[] {
  return differences(ruleNames, worded(before), worded(after));
}

function worded(policy: Policy): Record<string, unknown> {
  return {
    ...policy,
    channels: policy.channels.map((channel) => channelLabel[channel]),
    countries: [...policy.countries].map(countryName).sort(),
    minimum_assurance: policy.minimum_assurance ?? "any",
    cooling_hours: coolingHours(policy),
  };
}
