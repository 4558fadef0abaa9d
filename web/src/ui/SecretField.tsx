import { type ComponentProps, useState } from "react";
import { Copy } from "./Copy";
import { Field } from "./Field";
import "./SecretField.css";

interface Props extends Omit<ComponentProps<"input">, "value" | "onChange" | "type"> {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** Takes a key or password; it can be looked at before it is sent. */
export function SecretField({ label, hint, error, value, onChange, ...input }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className="secret-field">
          <input
            autoComplete="off"
            spellCheck={false}
            {...input}
            {...wiring}
            type={shown ? "text" : "password"}
            className="mono"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <button type="button" className="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? "Hide" : "Show"}
            <span className="hidden-text"> {label}</span>
          </button>
        </div>
      )}
    </Field>
  );
}

/** A code, key or address to take along, in figures that cannot be mistaken, with a button that copies it. */
export function SecretValue({ what, text }: { what: string; text: string }) {
  return (
    <div className="secret-value">
      <code>{text}</code>
      <Copy text={text} what={what} />
    </div>
  );
}
