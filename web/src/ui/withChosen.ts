/** The choices of a list with what is chosen among them, which stays a choice while the list loads and when it is gone from it. */
export function withChosen(choices: readonly string[] | undefined, chosen: string | undefined): string[] {
  return [...new Set([...(choices ?? []), ...(chosen ? [chosen] : [])])];
}
