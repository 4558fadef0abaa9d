import { ProblemNote } from "../api/ProblemNote";
import { TextField } from "../ui/Field";
import { Form } from "../ui/Form";

export interface Credentials {
  email: string;
  password: string;
}

interface Props {
  credentials: Credentials;
  onChange: (credentials: Credentials) => void;
  busy: boolean;
  error: unknown;
  forgottenHref: string | undefined;
  onSubmit: () => void;
}

export function PasswordStep({ credentials, onChange, busy, error, forgottenHref, onSubmit }: Props) {
  return (
    <Form onSubmit={onSubmit}>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus
        maxLength={254}
        value={credentials.email}
        onChange={(email) => onChange({ ...credentials, email })}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        maxLength={200}
        value={credentials.password}
        onChange={(password) => onChange({ ...credentials, password })}
      />
      <ProblemNote error={error} />
      <button type="submit" className="primary" disabled={busy}>
        {busy ? "Signing in" : "Sign in"}
      </button>
      {forgottenHref && (
        <a href={forgottenHref} className="soft">
          Forgotten your password?
        </a>
      )}
    </Form>
  );
}
