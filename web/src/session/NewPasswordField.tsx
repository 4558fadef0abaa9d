import { useState } from "react";
import { TextField } from "../ui/Field";
import { passwordHint, shortestPassword } from "./password";

/** A password to choose. How much is missing stands below it, not in a bubble of the browser over the button. */
export function NewPasswordField(props: {
  value: string;
  onChange: (password: string) => void;
  /** What the API refused. */
  error: string | undefined;
  autoFocus?: boolean;
}) {
  const [left, leave] = useState(false);
  const short = props.value !== "" && [...props.value].length < shortestPassword;
  return (
    <TextField
      label="New password"
      type="password"
      name="password"
      autoComplete="new-password"
      required
      autoFocus={props.autoFocus}
      maxLength={200}
      hint={passwordHint(props.value)}
      error={props.error ?? (left && short ? `It takes at least ${shortestPassword} characters.` : undefined)}
      value={props.value}
      onChange={props.onChange}
      onBlur={() => leave(true)}
    />
  );
}
