import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { codeFrom, signInAddress } from "../../features/podsignin/handover";
import { useBearer } from "./BearerContext";
import { makeProof, type Proof } from "./pkce";

export type PodSignInState = "ready" | "waiting" | "blocked" | "failed";

/**
 * Sign-in in a window of its own: a frame of another site has no cookies of ours, and a password is typed only where
 * the address bar shows whose page it is.
 */
export function usePodSignIn(): { state: PodSignInState; signIn: (email?: string) => void } {
  const bearer = useBearer();
  const client = useQueryClient();
  const [state, setState] = useState<PodSignInState>("ready");
  // Made in advance, because a window may be opened only within the click itself.
  const proof = useRef<Proof>(undefined);
  const opened = useRef<Window>(null);
  useEffect(() => void makeProof().then((made) => (proof.current = made)), []);

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      const code = codeFrom(event, opened.current, window.location.origin);
      const verifier = proof.current?.verifier;
      if (!code || !verifier) return;
      opened.current = null;
      bearer.exchange(code, verifier).then(
        (done) => {
          setState(done ? "ready" : "failed");
          if (done) void client.invalidateQueries();
        },
        () => setState("failed"),
      );
      void makeProof().then((made) => (proof.current = made));
    };
    window.addEventListener("message", onMessage);
    return () => window.removeEventListener("message", onMessage);
  }, [bearer, client]);

  useEffect(() => {
    if (state !== "waiting") return;
    const timer = setInterval(() => {
      if (opened.current?.closed) {
        opened.current = null;
        setState("ready");
      }
    }, 700);
    return () => clearInterval(timer);
  }, [state]);

  const signIn = useCallback(
    (email?: string) => {
      if (opened.current && !opened.current.closed) return opened.current.focus();
      if (!proof.current) return;
      opened.current = window.open(
        signInAddress(proof.current.challenge, bearer.integrationId, email),
        "_blank",
        "popup,width=480,height=720",
      );
      setState(opened.current ? "waiting" : "blocked");
    },
    [bearer],
  );
  return { state, signIn };
}
