/**
 * The pause before the nth reconnection in a row (0 the first), in milliseconds: doubling to 20 s, with jitter so that
 * a whole desk does not come back at once.
 */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(20_000, 400 * 2 ** Math.min(failures, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
