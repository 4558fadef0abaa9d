import { useEffect } from "react";

let screen = "";
let count = 0;

function show(): void {
  const title = screen ? `${screen} · Countersign` : "Countersign";
  document.title = count > 0 ? `(${count}) ${title}` : title;
}

/** Sets the page's title. It never holds a person's name, because titles enter the browser's history. */
export function useTitle(name: string): void {
  useEffect(() => {
    screen = name;
    show();
  }, [name]);
}

/** Puts how much waits for somebody before the title, whatever screen is shown. */
export function useTitleCount(waiting: number): void {
  useEffect(() => {
    count = waiting;
    show();
    return () => {
      count = 0;
      show();
    };
  }, [waiting]);
}
