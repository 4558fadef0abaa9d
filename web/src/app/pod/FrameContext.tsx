import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import type { Frame } from "./frame";
import type { LaunchParams } from "./launchParams";
import type { Place } from "./place";

const FrameContext = createContext<Frame | undefined>(undefined);

export function FrameProvider({ frame, children }: { frame: Frame; children: ReactNode }) {
  return <FrameContext value={frame}>{children}</FrameContext>;
}

export function useFrame(): Frame {
  const frame = use(FrameContext);
  if (!frame) throw new Error("useFrame outside of FrameProvider");
  return frame;
}

/**
 * The record beside which the pod stands: the last one the host loaded, else the one in the pod's address. Each load is
 * a new object, so that the record is read again.
 */
export function usePlace(launchParams: LaunchParams): { place: Place | undefined; loaded: object | undefined } {
  const frame = useFrame();
  const shown = useSyncExternalStore(frame.subscribe, frame.shown);
  return {
    place: launchParams.place && shown ? { ...launchParams.place, ...shown } : launchParams.place,
    loaded: shown,
  };
}
