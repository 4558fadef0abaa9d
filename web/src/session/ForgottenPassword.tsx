import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import { ProblemNote } from "../api/ProblemNote";
import { TextField } from "../ui/Field";
import { Form } from "../ui/Form";
import { PreauthPage } from "./PreauthPage";

export function ForgottenPassword() {
  const api = useApi();
  const [email, setEmail] = useState("");
  const ask = useMutation({ mutationFn: () => unwrap(api.POST("/password/forgotten", { body: { email } })) });
  if (ask.isSuccess) {
    return (
      <PreauthPage title="Look into your mailbox">
        <p>If {email} belongs to an account, a mail with a link is on its way. The link works once and not for long.</p>
        <p className="soft">Nothing there after a few minutes? Look under spam, or ask an admin of your MSP.</p>
        <a className="button" href="/">
          Back to sign-in
        </a>
      </PreauthPage>
    );
  }
  return (
    <PreauthPage title="Set a new password">
      <Form onSubmit={() => ask.mutate()}>
        <p className="soft">Tell us your address and we send you a link.</p>
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          maxLength={254}
          value={email}
          onChange={setEmail}
        />
        <ProblemNote error={ask.error} />
        <button type="submit" className="primary" disabled={ask.isPending}>
          Send the link
        </button>
        <a href="/" className="soft">
          Back to sign-in
        </a>
      </Form>
    </PreauthPage>
  );
}
