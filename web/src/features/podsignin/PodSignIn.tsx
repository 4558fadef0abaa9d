import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { ProblemNote } from "../../api/ProblemNote";
import type { Session } from "../../api/types";
import { Gate } from "../../session/Gate";
import { PreauthPage } from "../../session/PreauthPage";
import { useSession, useSignOut } from "../../session/useSession";
import { handOver, suggestedEmail } from "./handover";

/** The window that signs the pod in. It stands at our own address, so a password manager knows it. */
export function PodSignIn() {
  const [challenge] = useState(() => new URLSearchParams(window.location.search).get("challenge") ?? "");
  const [integrationId] = useState(() => new URLSearchParams(window.location.search).get("integration") ?? undefined);
  const [opener] = useState(() => window.opener as Window | null);
  const [email] = useState(() => suggestedEmail(window.location.hash));
  useEffect(
    () => window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search),
    [],
  );
  const before = useSession();
  // A person who signs in here just now is not asked again; one who was signed in before is.
  const signedInHere = useRef(false);
  if (before.isSuccess && !before.data) signedInHere.current = true;
  if (!opener || challenge.length !== 43) {
    return (
      <PreauthPage title="Open this from the pod">
        <p>This window belongs to the pod in your ticket system. Go back there and press “Sign in”.</p>
      </PreauthPage>
    );
  }
  return (
    <Gate email={email}>
      {(session) => (
        <HandOver
          session={session}
          opener={opener}
          challenge={challenge}
          integrationId={integrationId}
          atOnce={signedInHere.current}
        />
      )}
    </Gate>
  );
}

function HandOver({
  session,
  opener,
  challenge,
  integrationId,
  atOnce,
}: {
  session: Session;
  opener: Window;
  challenge: string;
  integrationId: string | undefined;
  atOnce: boolean;
}) {
  const api = useApi();
  const signOut = useSignOut();
  const hand = useMutation({
    mutationFn: () => unwrap(api.POST("/pod/code", { body: { challenge, integration_id: integrationId } })),
    onSuccess: ({ code }) => {
      handOver(opener, code);
      window.close();
    },
  });
  const started = useRef(false);
  const { mutate } = hand;
  useEffect(() => {
    if (!atOnce || started.current) return;
    started.current = true;
    mutate();
  }, [atOnce, mutate]);

  if (hand.isSuccess)
    return (
      <PreauthPage title="The pod is signed in">
        <p>You can close this window.</p>
      </PreauthPage>
    );
  return (
    <PreauthPage title="Sign the pod in">
      <p>
        The pod in your ticket system will work as{" "}
        <strong>
          <bdi>{session.user.name}</bdi>
        </strong>{" "}
        at {session.tenant.name}.
      </p>
      <ProblemNote error={hand.error} />
      <button type="button" className="primary" autoFocus disabled={hand.isPending} onClick={() => hand.mutate()}>
        Continue as <bdi>{session.user.name}</bdi>
      </button>
      <button type="button" className="quiet" onClick={() => void signOut()}>
        Use another account
      </button>
    </PreauthPage>
  );
}
