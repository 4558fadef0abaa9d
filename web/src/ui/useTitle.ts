import { useEffect } from "react";

/** Names the page in its tab. Never by a person: titles end up in histories. */
export function useTitle(screen: string): void {
  useEffect(() => {
    document.title = `${screen} · Countersign`;
  }, [screen]);
}
