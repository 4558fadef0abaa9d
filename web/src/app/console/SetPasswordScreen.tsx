import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { SetPassword } from "../../session/SetPassword";
import { takeToken } from "../../session/token";

/** The page of a set-up link. Another link that is pasted into the same tab changes the fragment alone, and begins anew. */
export function SetPasswordScreen() {
  const navigate = useNavigate();
  const [token, setToken] = useState(() => takeToken(window.location, window.history));
  useEffect(() => {
    const pasted = () => {
      const next = takeToken(window.location, window.history);
      if (next) setToken(next);
    };
    window.addEventListener("hashchange", pasted);
    return () => window.removeEventListener("hashchange", pasted);
  }, []);
  return <SetPassword key={token} token={token} onDone={() => void navigate({ to: "/home" })} />;
}
