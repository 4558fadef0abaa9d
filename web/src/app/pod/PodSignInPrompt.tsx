import { useEffect, useSyncExternalStore } from "react";
import { Shield } from "../../ui/Shield";
import { useFrame } from "./FrameContext";
import { usePodSignIn } from "./usePodSignIn";

/** The pod before the sign-in. */
export function PodSignInPrompt() {
  const { state, signIn } = usePodSignIn();
  const frame = useFrame();
  const email = useSyncExternalStore(frame.subscribe, frame.email);
  useEffect(() => frame.wantEmail(), [frame]);
  return (
    <main className="pod pod-door">
      <Shield state="off" big />
      <h1>Sign in to verify callers</h1>
      <p className="soft">A small window opens for your password. This page stays as it is.</p>
      <button type="button" className="primary" onClick={() => signIn(email)}>
        {state === "waiting" ? "Show the sign-in window" : "Sign in"}
      </button>
      <p className="soft" role="status">
        {state === "waiting" && "Waiting for you to finish in the other window."}
        {state === "blocked" &&
          "Your browser kept the window from opening. Allow pop-ups for this page, then press Sign in again."}
        {state === "failed" && "That sign-in came too late or was used already. Please try once more."}
      </p>
    </main>
  );
}
