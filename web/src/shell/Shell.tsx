import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useApi } from "../api/ApiContext";
import { must } from "../api/client";
import { keys } from "../api/queries";
import type { Session } from "../api/types";
import { SearchProvider } from "../contacts/SearchContext";
import { LiveProvider } from "../live/LiveContext";
import type { Subject } from "../live/apply";
import { useLive } from "../live/useLive";
import { useAccent } from "../look/useAccent";
import { useToast } from "../parts/Toasts";
import { Nav } from "./Nav";
import "./shell.css";

/** The desk around every screen. */
export function Shell({ session }: { session: Session }) {
  useAccent(session.accent);
  const api = useApi();
  const toast = useToast();
  const navigate = useNavigate();
  const onAlert = useCallback((subject: Subject) => {
    if (!subject.id) return;
    const id = subject.id;
    must(api.GET("/verifications/{verification_id}", { params: { path: { verification_id: id } } })).then((verification) => {
      toast({
        tone: "bad", stays: true,
        words: <><strong>{verification.contact.name} says: this was not me.</strong><br />{verification.leader}'s call{verification.ticket_id ? `, ticket ${verification.ticket_id}` : ""}. <button type="button" className="link" onClick={() => void navigate({ to: "/verifications/$verificationId", params: { verificationId: id } })}>Look at it</button></>,
      });
    }, () => undefined);
  }, [api, toast, navigate]);
  const client = useQueryClient();
  const live = useLive({ onAlert, onRefused: async () => { await client.invalidateQueries({ queryKey: keys.session }); return false; } });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      focusSearch() || void navigate({ to: "/contacts" }).then(() => requestAnimationFrame(focusSearch));
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate]);

  return (
    <LiveProvider state={live}>
      <SearchProvider>
        <div className="shell">
          <a className="skip" href="#main">Skip to the content</a>
          <Nav session={session} />
          <main id="main" tabIndex={-1}><Outlet /></main>
        </div>
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
