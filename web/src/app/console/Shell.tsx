import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { keys } from "../../api/keys";
import type { Session } from "../../api/types";
import { LiveProvider } from "../../live/LiveContext";
import { useLive } from "../../live/useLive";
import { CallProvider } from "../../session/CallContext";
import { SearchProvider } from "../../session/ContactSearchContext";
import { useAccent } from "../../theme/useAccent";
import { Nav } from "./Nav";
import { useAlerts } from "./useAlerts";
import "./shell.css";

/** The desk around every screen. */
export function Shell({ session }: { session: Session }) {
  useAccent(session.accent);
  const navigate = useNavigate();
  const onAlert = useAlerts();
  const client = useQueryClient();
  const live = useLive({
    onAlert,
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
          <div className="shell">
            <a className="skip" href="#main">
              Skip to the content
            </a>
            <Nav session={session} />
            <main id="main" tabIndex={-1}>
              <Outlet />
            </main>
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
