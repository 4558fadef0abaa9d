import type { Actor } from "./types";

/** Who did something, in words: "Priya Nair, by API key Nightly". */
export function actorWords(actor: Actor): string {
  if (actor.kind === "key") return `API key ${actor.name}`;
  return actor.via_key ? `${actor.name}, by API key ${actor.via_key.name}` : actor.name;
}
