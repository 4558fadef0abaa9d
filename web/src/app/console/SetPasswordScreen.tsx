import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { SetPassword } from "../../session/SetPassword";
import { takeToken } from "../../session/token";

export function SetPasswordScreen() {
  const navigate = useNavigate();
  const [token] = useState(() => takeToken(window.location, window.history));
  return <SetPassword token={token} onDone={() => void navigate({ to: "/home" })} />;
}
