import { type ComponentProps, type ReactNode, useId } from "react";

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

interface Wiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** A label, a control, a hint and an error, wired together for screen readers. */
export function Field({ label, hint, error, children }: Frame & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div className="error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

type Changed<T> = { value: T; onChange: (value: T) => void };

export function TextField({
  label,
  hint,
  error,
  value,
  onChange,
  ...input
}: Frame & Changed<string> & Omit<ComponentProps<"input">, "value" | "onChange">) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => <input {...input} {...wiring} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  value,
  onChange,
  ...area
}: Frame & Changed<string> & Omit<ComponentProps<"textarea">, "value" | "onChange">) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => <textarea {...area} {...wiring} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

export function SelectField({
  label,
  hint,
  error,
  value,
  onChange,
  children,
  ...select
}: Frame & Changed<string> & Omit<ComponentProps<"select">, "value" | "onChange">) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <select {...select} {...wiring} value={value} onChange={(event) => onChange(event.target.value)}>
          {children}
        </select>
      )}
    </Field>
  );
}

/** A whole number with its unit. An empty box is NaN until it is filled; the form refuses it. */
export function NumberField({
  label,
  hint,
  error,
  value,
  onChange,
  unit,
  ...input
}: Frame & Changed<number> & { unit: string } & Omit<ComponentProps<"input">, "value" | "onChange">) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className="with-unit">
          <input
            type="number"
            inputMode="numeric"
            step={1}
            {...input}
            {...wiring}
            required
            value={Number.isNaN(value) ? "" : value}
            onChange={(event) => onChange(event.target.valueAsNumber)}
          />
          <span className="soft">{unit}</span>
        </div>
      )}
    </Field>
  );
}

export function Check({
  label,
  hint,
  checked,
  onChange,
  disabled,
}: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
}) {
  const id = useId();
  return (
    <div className="check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
