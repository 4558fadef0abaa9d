import { useState } from "react";
import { ProblemNote } from "../api/ProblemNote";
import { TextField } from "../ui/Field";
import { Form } from "../ui/Form";

interface Props {
  busy: boolean;
  error: unknown;
  onCode: (code: string) => void;
  onBack: () => void;
}

/** The second step: a code of the authenticator app, or one of the recovery codes. */
export function TotpStep({ busy, error, onCode, onBack }: Props) {
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState(false);
  const change = (text: string) => {
    setCode(text);
    const digits = text.replace(/\s/g, "");
    if (!recovery && !busy && /^\d{6}$/.test(digits) && digits !== code.replace(/\s/g, "")) onCode(digits);
  };
  return (
    <Form key={String(recovery)} onSubmit={() => onCode(code.trim())}>
      {recovery ? (
        <TextField
          label="Recovery code"
          name="recovery-code"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          maxLength={40}
          hint="One of those you kept when you set up the app. Each works once."
          value={code}
          onChange={change}
        />
      ) : (
        <TextField
          label="Six digits"
          name="totp"
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          autoFocus
          maxLength={12}
          hint="From the authenticator app on your phone."
          value={code}
          onChange={change}
        />
      )}
      <ProblemNote error={error} />
      <button type="submit" className="primary" disabled={busy}>
        {busy ? "Checking" : "Go on"}
      </button>
      <div className="row">
        <button
          type="button"
          className="link soft"
          onClick={() => {
            setCode("");
            setRecovery(!recovery);
          }}
        >
          {recovery ? "Use the app instead" : "Lost your phone? Use a recovery code"}
        </button>
        <button type="button" className="link soft end" onClick={onBack}>
          Back
        </button>
      </div>
    </Form>
  );
}
