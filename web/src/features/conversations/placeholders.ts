/** What the placeholders of a conversation's template stand for. */
export interface Filling {
  name: string;
  ticket: string;
  technician: string;
  msp: string;
  /** The words that clients write to us. */
  verify: string;
  confirm: string;
  deny: string;
}

export const placeholders = [
  "${name}",
  "${ticket}",
  "${technician}",
  "${msp}",
  "${verify}",
  "${confirm}",
  "${deny}",
] as const;

/** The built-in words as they stand in texts that were written before others were set. */
const builtInWords = /(?<![\p{L}\p{N}&_])[#＃](verify|confirm|deny)(?![\p{L}\p{N}_])/giu;

/** A template's text with the built-in words of clients as placeholders: it means the words that are set. */
export function withTriggers(text: string): string {
  return text.replaceAll(builtInWords, (_, word: string) => `\${${word.toLowerCase()}}`);
}

/** A template's text with its placeholders filled in. Unknown ones stay visible, to be written by hand. */
export function fill(text: string, filling: Partial<Filling>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (placeholder, name: string) => filling[name as keyof Filling] || placeholder);
}

/** The placeholders that are still in a text, each once. A text that holds one is not ready to be sent. */
export function unfilled(text: string): string[] {
  return [...new Set(text.match(/\$\{\w+\}/g) ?? [])];
}
