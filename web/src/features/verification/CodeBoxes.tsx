import { type KeyboardEvent, type ReactNode, useEffect, useReducer, useRef } from "react";
import { codeInput, emptyCode, readyToSubmit } from "./codeInput";
import { inWords } from "./labels";

interface Props {
  length: number;
  busy: boolean;
  /** Rises with each wrong code: the boxes empty themselves and take the focus. */
  refusals: number;
  /** What is said about the last wrong code, until a digit is typed. */
  refused?: ReactNode;
  onCode: (code: string) => void;
}

/**
 * Six to eight boxes over one real input, so that paste, screen readers and on-screen keyboards work as ever. A full
 * code hands itself in.
 */
export function CodeBoxes({ length, busy, refusals, refused, onCode }: Props) {
  const [state, dispatch] = useReducer(codeInput, emptyCode);
  const input = useRef<HTMLInputElement>(null);
  const wrong = refusals > 0 && state.digits.length === 0 && !busy;

  useEffect(() => {
    if (refusals === 0) return;
    dispatch({ kind: "refused" });
    input.current?.focus();
  }, [refusals]);

  useEffect(() => {
    if (busy || !readyToSubmit(state, length)) return;
    dispatch({ kind: "submitted" });
    onCode(state.digits);
  }, [state, length, busy, onCode]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    dispatch({ kind: "enter", length });
    if (state.digits.length === length && !busy) onCode(state.digits);
  };

  return (
    <div className={`code${wrong ? " wrong" : ""}`}>
      <div
        className="code-boxes"
        style={{ gridTemplateColumns: `repeat(${length}, minmax(0, 1fr))`, maxWidth: length * 54 }}
      >
        {Array.from({ length }, (_, at) => (
          <span
            key={at}
            className={`code-box${at === Math.min(state.digits.length, length - 1) ? " here" : ""}`}
            aria-hidden="true"
          >
            {state.digits[at]}
          </span>
        ))}
        <input
          ref={input}
          className="code-input"
          aria-label={`The ${inWords(length)} digits`}
          aria-invalid={state.complaint || wrong ? true : undefined}
          inputMode="numeric"
          autoComplete="off"
          data-1p-ignore=""
          spellCheck={false}
          autoFocus
          readOnly={busy}
          value={state.digits}
          onChange={(event) => dispatch({ kind: "typed", text: event.target.value, length })}
          onKeyDown={onKeyDown}
          onSelect={(event) => event.currentTarget.setSelectionRange(length, length)}
        />
      </div>
      {state.complaint && (
        <p className="tone-bad soft" role="alert">
          All {inWords(length)} digits, please. Too few are not counted as a try.
        </p>
      )}
      {refusals > 0 && !state.complaint && !busy && (
        <div key={refusals} className="tone-bad refused" role="alert">
          {refused}
        </div>
      )}
    </div>
  );
}
