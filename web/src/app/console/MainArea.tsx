import { Outlet } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { AlertBar } from "../../features/alerts/AlertBar";
import { useOpenAlerts } from "../../features/alerts/useAlerts";
import { useCountsRead } from "../../features/counts/public";
import { useOpenTechnicianVerifications } from "../../features/technicianverification/public";
import { CallBar } from "./CallBar";
import { PlaceTabs } from "./PlaceTabs";
import type { Place } from "./places";

/** The screen of an address, below what stands over every screen. */
export function MainArea({ place }: { place: Place | undefined }) {
  const main = useRef<HTMLElement>(null);
  const known = useBarKnown();
  // Whatever a screen wanted to focus while it was not to be seen gets the focus now.
  useEffect(() => {
    if (known && document.activeElement === document.body)
      main.current?.querySelector<HTMLElement>(".detail-side h1[tabindex]")?.focus({ preventScroll: true });
  }, [known]);
  return (
    <main id="main" tabIndex={-1} ref={main} className={known ? undefined : "not-yet"}>
      <AlertBar />
      <CallBar />
      {place && <PlaceTabs place={place} />}
      <Outlet />
    </main>
  );
}

/** No screen waits longer than this for the bar above it, in milliseconds. */
const longest = 4_000;

/**
 * Whether it is known what stands in the bar of alerts. A screen that was shown before would be pushed down by it under
 * somebody's finger.
 */
function useBarKnown(): boolean {
  const counts = useCountsRead();
  const alerts = useOpenAlerts();
  const asking = useOpenTechnicianVerifications();
  const [known, setKnown] = useState(false);
  const answered =
    (!counts.isFetching && !counts.isEnabled) ||
    ((alerts.data !== undefined || alerts.isError) && (asking.data !== undefined || asking.isError));
  useEffect(() => {
    if (answered) setKnown(true);
  }, [answered]);
  useEffect(() => {
    const timer = setTimeout(() => setKnown(true), longest);
    return () => clearTimeout(timer);
  }, []);
  return known || answered;
}
