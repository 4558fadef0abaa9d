/** Takes the one-time token out of the address, so that it stays in no history, bookmark or referrer. */
export function takeToken(location: Location, history: History): string {
  const token =
    new URLSearchParams(location.search).get("token") ??
    new URLSearchParams(location.hash.replace(/^#\/?\??/, "")).get("token") ??
    "";
  if (token) history.replaceState(history.state, "", location.pathname);
  return token;
}
