/** The label of an audit action: "user.invited_again" reads "User invited again". */
export function actionLabel(action: string): string {
  const words = action
    .replaceAll(/[._-]/g, " ")
    .replace(/\bsms\b/i, "SMS")
    .replace(/\bapi\b/i, "API")
    .replace(/\btotp\b/i, "authenticator")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The local days from and to as instants: the whole of both days. */
export function dayRange(from: string, to: string): { from?: string; to?: string } {
  const start = from ? new Date(`${from}T00:00:00`) : undefined;
  const end = to ? new Date(`${to}T00:00:00`) : undefined;
  end?.setDate(end.getDate() + 1);
  return { ...(start ? { from: start.toISOString() } : {}), ...(end ? { to: end.toISOString() } : {}) };
}
