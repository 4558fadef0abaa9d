/** What is in the code boxes. */
export interface CodeInput {
  digits: string;
  /** What was submitted last, so that the same full code is not submitted twice. */
  submitted: string | undefined;
  complaint: "" | "short";
}

export type CodeAction =
  | { kind: "typed"; text: string; length: number }
  | { kind: "enter"; length: number }
  | { kind: "submitted" }
  | { kind: "refused" };

export const emptyCode: CodeInput = { digits: "", submitted: undefined, complaint: "" };

export function codeInput(state: CodeInput, action: CodeAction): CodeInput {
  switch (action.kind) {
    case "typed":
      // People paste "Your code is 402 913." or type spaces: only digits count.
      return { ...state, digits: digitsOf(action.text).slice(0, action.length), complaint: "" };
    case "enter":
      return { ...state, complaint: state.digits.length < action.length ? "short" : "" };
    case "submitted":
      return { ...state, submitted: state.digits, complaint: "" };
    case "refused":
      return emptyCode;
  }
}

/** A full code that has not been handed in yet. */
export function readyToSubmit(state: CodeInput, length: number): boolean {
  return state.digits.length === length && state.submitted !== state.digits;
}

function digitsOf(text: string): string {
  // Digits of any script count, because the caller's keyboard may differ from the desk's.
  return Array.from(text.normalize("NFKC"))
    .filter((sign) => sign >= "0" && sign <= "9")
    .join("");
}
