import { useMutation } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import { ProblemNote } from "../api/ProblemNote";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { Form, FormActions } from "../ui/Form";
import { answerWishes, onWish, wished } from "./proof";

/** Asks for the password or a code when a sensitive act needs it; the act goes on by itself then. */
export function ProofDialog({ authenticator }: { authenticator: boolean }) {
  return useSyncExternalStore(onWish, wished) ? <Proof authenticator={authenticator} /> : null;
}

function Proof({ authenticator }: { authenticator: boolean }) {
  const api = useApi();
  const [byCode, setByCode] = useState(authenticator);
  const [secret, setSecret] = useState("");
  const send = useMutation({
    mutationFn: () =>
      unwrap(api.PUT("/session/proof", { body: byCode ? { code: secret.trim() } : { password: secret } })),
    onSuccess: () => answerWishes(true),
  });
  return (
    <Dialog title="Prove that it is you" onClose={() => answerWishes(false)}>
      <Form className="stack wide" onSubmit={() => send.mutate()}>
        <p>You signed in a while ago. What you are about to do needs a fresh proof; it holds for ten minutes.</p>
        {byCode ? (
          <TextField
            key="code"
            label="Six digits"
            name="totp"
            autoComplete="one-time-code"
            required
            autoFocus
            maxLength={40}
            hint="From the authenticator app on your phone."
            value={secret}
            onChange={setSecret}
          />
        ) : (
          <TextField
            key="password"
            label="Your password"
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            maxLength={200}
            value={secret}
            onChange={setSecret}
          />
        )}
        {authenticator && (
          <button
            type="button"
            className="link soft"
            onClick={() => {
              setSecret("");
              setByCode(!byCode);
            }}
          >
            {byCode ? "Use the password instead" : "Use the authenticator app instead"}
          </button>
        )}
        <ProblemNote error={send.error} />
        <FormActions onCancel={() => answerWishes(false)} disabled={send.isPending}>
          Go on
        </FormActions>
      </Form>
    </Dialog>
  );
}
