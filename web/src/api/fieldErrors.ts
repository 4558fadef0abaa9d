import { asProblem } from "./problem";

/** The API's message about one field of a form, or about a part of it ("countries[2]"). */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!error) return undefined;
  const messages = [...asProblem(error).fields]
    .filter(([path]) => fieldOf(path) === field)
    .map(([, message]) => message);
  return messages.length > 0 ? messages.join(" ") : undefined;
}

/** True when each message belongs to a field of the form, so that a note on top would only repeat it. */
export function shownAtFields(error: unknown, fields: readonly string[]): boolean {
  const paths = [...asProblem(error).fields.keys()].map(fieldOf);
  return paths.length > 0 && paths.every((field) => fields.includes(field));
}

/** The messages about parts that have no field of their own in the form, such as "credentials" as a whole. */
export function errorsOutside(error: unknown, fields: readonly string[]): string {
  return [...asProblem(error).fields]
    .filter(([path]) => !fields.includes(fieldOf(path)))
    .map(([, message]) => message)
    .join(" ");
}

/** "text.body" is the field body, "countries[2]" the field countries. */
export function fieldOf(path: string): string {
  return (
    path
      .replace(/\[\d+\].*$/, "")
      .split(".")
      .at(-1) ?? path
  );
}
