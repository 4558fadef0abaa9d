import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import { fieldError } from "../api/fieldErrors";
import { FormProblem } from "../api/ProblemNote";
import { asProblem } from "../api/problem";
import { problemLabel } from "../api/problemLabels";
import { TextField } from "../ui/Field";
import { Form } from "../ui/Form";
import { Skeleton } from "../ui/Skeleton";
import { NewPasswordField } from "./NewPasswordField";
import { PreauthPage } from "./PreauthPage";
import { TotpEnrolment } from "./TotpEnrolment";
import { useSignedIn } from "./useSession";

/** The page that an invitation, a set-up link or a reset mail opens. */
export function SetPassword({ token, onDone }: { token: string; onDone: () => void }) {
  const api = useApi();
  const signedIn = useSignedIn();
  const [name, setName] = useState<string>();
  const [password, setPassword] = useState("");
  const tokenQuery = useQuery({
    queryKey: ["password-token", token],
    retry: false,
    staleTime: Infinity,
    queryFn: () => unwrap(api.POST("/password/token", { body: { token } })),
  });
  const done = async () => {
    await signedIn();
    onDone();
  };
  const set = useMutation({
    mutationFn: () =>
      unwrap(api.PUT("/password", { body: { token, password, name: asksName ? shownName.trim() : undefined } })),
    onSuccess: ({ step }) => {
      if (step === "done") void done();
    },
  });
  const asksName = tokenQuery.data?.purpose !== "reset";
  const shownName = name ?? tokenQuery.data?.name ?? "";

  if (tokenQuery.isError) {
    const { what, next } = problemLabel(asProblem(tokenQuery.error));
    return (
      <PreauthPage title="This link does not work any more">
        <p>
          {what} {next}
        </p>
        <p className="soft">
          Links work once. For a new one, ask the admin who invited you, or start over with your address.
        </p>
        <a className="button" href="/forgotten-password">
          Ask for a new link
        </a>
      </PreauthPage>
    );
  }
  if (set.data?.step === "enrol_totp")
    return (
      <PreauthPage title="Set up your authenticator">
        <TotpEnrolment onDone={() => void done()} />
      </PreauthPage>
    );
  if (set.data && set.data.step !== "done") {
    return (
      <PreauthPage title="Your password is set">
        <p>Sign in with it now; your authenticator is asked for as before.</p>
        <a className="button primary" href="/">
          Sign in
        </a>
      </PreauthPage>
    );
  }
  return (
    <PreauthPage
      title={
        !tokenQuery.data ? "One moment" : asksName ? `Welcome to ${tokenQuery.data.tenant_name}` : "Set a new password"
      }
    >
      {!tokenQuery.data ? (
        <Skeleton lines={4} />
      ) : (
        <Form onSubmit={() => set.mutate()}>
          <TextField
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            readOnly
            value={tokenQuery.data.email}
            onChange={() => undefined}
          />
          {asksName && (
            <TextField
              label="Your name"
              name="name"
              autoComplete="name"
              required
              autoFocus
              maxLength={120}
              hint="Colleagues and the people you verify see it."
              error={fieldError(set.error, "name")}
              value={shownName}
              onChange={setName}
            />
          )}
          <NewPasswordField
            autoFocus={!asksName}
            error={fieldError(set.error, "password")}
            value={password}
            onChange={setPassword}
          />
          <FormProblem error={set.error} fields={["name", "password"]} />
          <button type="submit" className="primary" disabled={set.isPending}>
            Set the password
          </button>
        </Form>
      )}
    </PreauthPage>
  );
}
