import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import type { Bearer, BearerState } from "./bearer";

const BearerContext = createContext<Bearer | undefined>(undefined);

export function BearerProvider({ bearer, children }: { bearer: Bearer; children: ReactNode }) {
  return <BearerContext value={bearer}>{children}</BearerContext>;
}

export function useBearer(): Bearer {
  const bearer = use(BearerContext);
  if (!bearer) throw new Error("useBearer outside of BearerProvider");
  return bearer;
}

export function useBearerState(): BearerState {
  const bearer = useBearer();
  return useSyncExternalStore(bearer.subscribe, bearer.state);
}
