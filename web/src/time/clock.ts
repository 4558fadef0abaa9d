/** The server's clock, so that a countdown is right on a machine whose own clock is not. */
let offset = 0;

/** Takes the Date header of an answer; whole seconds, so only a real difference counts. */
export function noteServerTime(date: string | null, localNow = Date.now()): void {
  const server = date ? Date.parse(date) : NaN;
  if (Number.isNaN(server)) return;
  const difference = server + 500 - localNow;
  offset = Math.abs(difference) > 2500 ? difference : 0;
}

/** Now, in milliseconds of the server's clock. */
export function now(): number {
  return Date.now() + offset;
}
