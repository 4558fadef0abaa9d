export interface CommandText {
  /** "verify ana" asks for people to verify. */
  act: "verify" | undefined;
  words: string;
  /** What looks like a ticket's number, to ask the PSA for; it has limits of its own, so it is asked for nothing else. */
  ticket: string | undefined;
}

/** Reads what was typed into the search for everything. */
export function readCommand(text: string): CommandText {
  const verify = /^\s*verify\s+(.*)$/i.exec(text);
  const words = (verify?.[1] ?? text).trim();
  const ticket = verify ? undefined : /^#?\s*([a-z]{0,8}-?\d{3,})$/i.exec(words)?.[1];
  return { act: verify ? "verify" : undefined, words, ticket };
}
