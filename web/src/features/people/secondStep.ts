import type { User } from "../../api/types";

/** Of those who may sign in: how many there are, how many have no second step, and who of them was not asked for one. */
export function withoutSecondStep(users: readonly User[]): { working: number; without: number; unasked: User[] } {
  const working = users.filter((user) => user.status !== "disabled");
  const without = working.filter((user) => !user.totp_enrolled);
  return { working: working.length, without: without.length, unasked: without.filter((user) => !user.use_mfa) };
}
