import { useId, useRef } from "react";
import { ProblemNote } from "../../api/ProblemNote";
import { Form } from "../../ui/Form";
import { Counter, longestText } from "./Counter";
import { type Filling, fill, unfilled } from "./placeholders";
import { TemplatePicker } from "./TemplatePicker";

interface Props {
  text: string;
  onText: (text: string) => void;
  /** Why nothing can be written. */
  reason: { what: string; next: string } | undefined;
  filling: Partial<Filling>;
  busy: boolean;
  error: unknown;
  onSend: (text: string) => void;
  onManage: () => void;
}

/** Writes the next message. Ctrl or Cmd with Enter sends, Enter alone begins a line. */
export function Composer({ text, onText, reason, filling, busy, error, onSend, onManage }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const open = unfilled(text);
  const ready = text.trim() !== "" && [...text].length <= longestText && open.length === 0 && !busy;
  const send = () => {
    if (ready) onSend(text.trim());
  };
  if (reason)
    return (
      <div className="composer">
        <p className="banner warn" role="status">
          <strong>{reason.what}</strong>
          {reason.next}
        </p>
      </div>
    );
  return (
    <Form className="composer" onSubmit={send}>
      <label className="hidden-text" htmlFor={id}>
        Message
      </label>
      <textarea
        ref={area}
        id={id}
        rows={2}
        data-reply=""
        dir="auto"
        placeholder="Write an SMS"
        aria-describedby={`${id}-count`}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
        }}
      />
      {open.length > 0 && (
        <p className="tone-warn soft" role="status">
          Fill in {open.join(", ")} first.
        </p>
      )}
      <ProblemNote error={error} />
      <div className="row wrap">
        <TemplatePicker
          onManage={onManage}
          onChoose={(template) => {
            onText(
              text.trim() === "" ? fill(template.body, filling) : `${text.trimEnd()} ${fill(template.body, filling)}`,
            );
            requestAnimationFrame(() => area.current?.focus());
          }}
        />
        <Counter id={`${id}-count`} text={text} />
        <button type="submit" className="primary end" disabled={!ready} title="Ctrl or Cmd + Enter">
          {busy ? "Sending" : "Send"}
        </button>
      </div>
    </Form>
  );
}
