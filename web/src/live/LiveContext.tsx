import { createContext, type ReactNode, use } from "react";
import type { LiveState } from "./connect";

const LiveContext = createContext<LiveState>("connecting");

export function LiveProvider({ state, children }: { state: LiveState; children: ReactNode }) {
  return <LiveContext value={state}>{children}</LiveContext>;
}

export const useLiveState = (): LiveState => use(LiveContext);
