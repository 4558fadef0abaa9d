import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { keys } from "../../api/keys";
import type { Session } from "../../api/types";
import { AlertBar } from "../../features/alerts/AlertBar";
import { LiveProvider } from "../../live/LiveContext";
import { useLive } from "../../live/useLive";
import { useOnline } from "../../live/useOnline";
import { CallProvider } from "../../session/CallContext";
import { SearchProvider } from "../../session/ContactSearchContext";
import { ProofDialog } from "../../session/ProofDialog";
import { useAccent } from "../../theme/useAccent";
import { ConnectionBar } from "../../ui/ConnectionBar";
import { Nav } from "./Nav";
import "./shell.css";

/** The desk around every screen. */
export function Shell({ session }: { session: Session }) {
  useAccent(session.accent);
  const navigate = useNavigate();
  const client = useQueryClient();
  const online = useOnline();
  const live = useLive({
    onRefused: async () => {
      await client.invalidateQueries({ queryKey: keys.session });
      return false;
    },
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.key !== "/" ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.matches("input, textarea, select, [contenteditable]") ||
        document.querySelector("dialog[open]")
      )
        return;
      event.preventDefault();
      focusSearch() || void navigate({ to: "/contacts" }).then(() => requestAnimationFrame(focusSearch));
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate]);

  return (
    <LiveProvider state={live}>
      <SearchProvider>
        <CallProvider>
          <ConnectionBar online={online} lost={live === "lost"} />
          <div className="shell">
            <a className="skip" href="#main">
              Skip to the content
            </a>
            <Nav session={session} />
            <main id="main" tabIndex={-1}>
              <AlertBar />
              <Outlet />
            </main>
            <ProofDialog authenticator={session.totp_enrolled} />
          </div>
        </CallProvider>
      </SearchProvider>
    </LiveProvider>
  );
}

/** False when no search box is in sight. */
function focusSearch(): boolean {
  const box = [...document.querySelectorAll<HTMLInputElement>("[data-search]")].find((each) => each.checkVisibility());
  box?.focus();
  box?.select();
  return box !== undefined;
}
