import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import type { SessionStep } from "../api/types";
import { endedByItself } from "./ended";
import { type Credentials, PasswordStep } from "./PasswordStep";
import { PreauthPage } from "./PreauthPage";
import { TenantStep } from "./TenantStep";
import { TotpEnrolment } from "./TotpEnrolment";
import { TotpStep } from "./TotpStep";
import { useSignedIn } from "./useSession";

/** Sign-in, step by step as the API asks. The address does not change, so that the person is back on the same page. */
export function SignIn({ email = "", forgottenHref }: { email?: string | undefined; forgottenHref?: string }) {
  const api = useApi();
  const signedIn = useSignedIn();
  const [step, setStep] = useState<SessionStep>();
  const [credentials, setCredentials] = useState<Credentials>({ email, password: "" });

  const go = (next: SessionStep) => {
    setStep(next);
    if (next.step === "done") void signedIn();
  };
  const signIn = useMutation({
    mutationFn: (body: Credentials & { tenant?: string }) => unwrap(api.POST("/session", { body })),
    onSuccess: go,
  });
  const totp = useMutation({
    mutationFn: (code: string) => unwrap(api.POST("/session/totp", { body: { ticket: step?.ticket ?? "", code } })),
    onSuccess: go,
  });
  const back = () => {
    setStep(undefined);
    signIn.reset();
    totp.reset();
  };

  switch (step?.step) {
    case "choose_tenant":
      return (
        <PreauthPage title="Which MSP today?">
          <TenantStep
            tenants={step.tenants ?? []}
            busy={signIn.isPending}
            error={signIn.error}
            onChoose={(tenant) => signIn.mutate({ ...credentials, tenant })}
            onBack={back}
          />
        </PreauthPage>
      );
    case "totp":
      return (
        <PreauthPage title="Your authenticator's code">
          <TotpStep busy={totp.isPending} error={totp.error} onCode={(code) => totp.mutate(code)} onBack={back} />
        </PreauthPage>
      );
    case "enrol_totp":
      return (
        <PreauthPage title="Set up your authenticator">
          <TotpEnrolment onDone={() => void signedIn()} />
        </PreauthPage>
      );
    default:
      return (
        <PreauthPage title="Sign in">
          {endedByItself() && (
            <p className="banner" role="status">
              <strong>Your session has ended.</strong>
              It ran out, it was signed out from elsewhere, or your account was changed. Sign in, and you are back on
              this page.
            </p>
          )}
          <PasswordStep
            credentials={credentials}
            onChange={setCredentials}
            busy={signIn.isPending || step?.step === "done"}
            error={signIn.error}
            forgottenHref={forgottenHref}
            onSubmit={() => signIn.mutate(credentials)}
          />
        </PreauthPage>
      );
  }
}
