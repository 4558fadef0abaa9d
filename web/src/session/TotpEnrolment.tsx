import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import { LoadError } from "../api/LoadError";
import { ProblemNote } from "../api/ProblemNote";
import { TextField } from "../ui/Field";
import { Form } from "../ui/Form";
import { Skeleton } from "../ui/Skeleton";
import { RecoveryCodes } from "./RecoveryCodes";

/** Setting up an authenticator app: scan, prove it with one code, keep the recovery codes. */
export function TotpEnrolment({ onDone }: { onDone: () => void }) {
  const api = useApi();
  const [code, setCode] = useState("");
  // One secret per visit: asking again would replace the one that is being scanned.
  const enrolment = useQuery({
    queryKey: ["totp-enrolment"],
    queryFn: () => unwrap(api.POST("/session/totp/enrolment")),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({
    mutationFn: (digits: string) => unwrap(api.PUT("/session/totp/enrolment", { body: { code: digits } })),
  });

  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onDone={onDone} />;
  if (enrolment.isError) return <LoadError query={enrolment} />;
  return (
    <Form onSubmit={() => confirm.mutate(code.replace(/\s/g, ""))}>
      <p>
        Your desk asks for a second step. Scan this with an authenticator app, such as the one on your phone, and type
        the six digits it shows.
      </p>
      {enrolment.data?.qr_svg ? (
        <img
          className="qr"
          alt="QR code for your authenticator app"
          src={`data:image/svg+xml,${encodeURIComponent(enrolment.data.qr_svg)}`}
        />
      ) : (
        <div className="qr">{!enrolment.data && <Skeleton lines={6} />}</div>
      )}
      {enrolment.data && (
        <details>
          <summary className="soft">Cannot scan? Type this key instead</summary>
          <p className="mono" style={{ overflowWrap: "anywhere", marginTop: 6 }} data-totp-secret="">
            {enrolment.data.secret}
          </p>
        </details>
      )}
      <TextField
        label="Six digits"
        name="totp"
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        autoFocus
        maxLength={12}
        value={code}
        onChange={setCode}
      />
      <ProblemNote error={confirm.error} />
      <button type="submit" className="primary" disabled={!enrolment.data || confirm.isPending}>
        Confirm
      </button>
    </Form>
  );
}
