import type { Policy } from "../../api/types";

/** Fields that show their own complaint. */
export const policyFields = [
  "channels",
  "code_length",
  "code_minutes",
  "link_minutes",
  "max_attempts",
  "guesses_per_hour",
  "guesses_per_day",
  "max_sends",
  "send_pauses_seconds",
  "sends_per_number",
  "sends_per_number_minutes",
  "shield_minutes",
  "history_length",
  "banner",
  "countries",
  "minimum_assurance",
  "call_back_to",
  "cooling_hours",
];

/** Hours that a changed number or address cools off where a policy does not say. */
const usualCooling = 72;

/**
 * The hours to show: those of the policy, or NaN while the field is empty; the default where the policy says nothing or
 * 0.
 */
export function coolingHours(policy: Pick<Policy, "cooling_hours">): number {
  const { cooling_hours: hours } = policy;
  return hours === undefined || hours === 0 ? usualCooling : hours;
}
