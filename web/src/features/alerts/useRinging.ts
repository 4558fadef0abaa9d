import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useWaitingRequests } from "../technicianverification/public";
import { playTones, ringsFirst, showNotice } from "./ring";
import { useOpenAlerts } from "./useAlerts";

/** Rings for each alert that is raised, and for each client who waits for a code. What was there before does not ring. */
export function useRinging(): void {
  const alerts = useOpenAlerts().data?.items;
  const waiting = useWaitingRequests();
  const navigate = useNavigate();
  const known = useRef<Set<string>>(undefined);
  const loaded = alerts !== undefined;
  const ids = [...(alerts ?? []).map((each) => `alert ${each.id}`), ...waiting.map((each) => `request ${each.id}`)];
  const all = ids.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the joined ids stand for the list
  useEffect(() => {
    if (!loaded) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...ids]);
    for (const id of ids) {
      if (before === undefined || before.has(id) || !ringsFirst(id)) continue;
      playTones();
      const alert = id.startsWith("alert");
      showNotice(
        alert ? "Alert: a call was denied" : "A client waits for the code",
        id,
        () => void navigate({ to: "/home/alerts" }),
      );
    }
  }, [all, loaded, navigate]);
}
