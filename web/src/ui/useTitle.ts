import { useEffect } from "react";

/** Sets the page's title. It never holds a person's name, because titles enter the browser's history. */
export function useTitle(screen: string): void {
  useEffect(() => {
    document.title = `${screen} · Countersign`;
  }, [screen]);
}
