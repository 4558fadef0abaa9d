import type { ComponentProps, ReactNode } from "react";

interface Props extends Omit<ComponentProps<"form">, "onSubmit"> {
  onSubmit: () => void;
}

/** A form that calls back instead of navigating. A form in a dialog over another form submits itself alone. */
export function Form({ onSubmit, ...form }: Props) {
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onSubmit();
      }}
    />
  );
}

/** Cancel and submit at the foot of a form in a dialog. */
export function FormActions(props: { onCancel: () => void; disabled: boolean; children: ReactNode }) {
  return (
    <div className="actions">
      <button type="button" className="quiet" onClick={props.onCancel}>
        Cancel
      </button>
      <button type="submit" className="primary" disabled={props.disabled}>
        {props.children}
      </button>
    </div>
  );
}
