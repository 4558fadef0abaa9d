/** What the placeholders of a conversation's template stand for. */
export interface Filling {
  name: string;
  ticket: string;
  technician: string;
  msp: string;
}

export const placeholders = ["${name}", "${ticket}", "${technician}", "${msp}"] as const;

/** A template's text with its placeholders filled in. Unknown ones stay visible, to be written by hand. */
export function fill(text: string, filling: Partial<Filling>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (placeholder, name: string) => filling[name as keyof Filling] || placeholder);
}

/** The placeholders that are still in a text, each once. A text that holds one is not ready to be sent. */
export function unfilled(text: string): string[] {
  return [...new Set(text.match(/\$\{\w+\}/g) ?? [])];
}
