import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Place } from "./places";

/** How long after g the second key counts, in milliseconds. */
const patience = 1_200;

interface Keys {
  places: readonly Place[];
  mayManage: boolean;
  onSearch: () => void;
  onHelp: () => void;
}

/** The keys that work on every screen: g and a letter go to a place, / to the search of the list, Ctrl K searches all, ? tells of the keys. */
export function useKeys(keys: Keys): void {
  const navigate = useNavigate();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let since = -patience;
    const onKey = (event: KeyboardEvent) => {
      const { places, mayManage, onSearch, onHelp } = latest.current;
      if (document.querySelector("dialog[open]")) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onSearch();
        return;
      }
      const target = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
      )
        return;
      // By the times of the presses: a busy page handles them late.
      const afterG = event.timeStamp - since < patience;
      since = -patience;
      if (afterG) {
        const to = event.key === "m" && mayManage ? "/manage" : places.find((place) => place.key === event.key)?.to;
        if (to) {
          event.preventDefault();
          void navigate({ to: to as "/" }).then(() => document.getElementById("main")?.focus());
          return;
        }
      }
      if (event.key === "g") since = event.timeStamp;
      else if (event.key === "?") {
        event.preventDefault();
        onHelp();
      } else if (event.key === "/") {
        event.preventDefault();
        if (!focusSearch()) onSearch();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate]);
}

/** False when the screen has no search box. */
function focusSearch(): boolean {
  const box = [...document.querySelectorAll<HTMLInputElement>("main [data-search]")].find((each) =>
    each.checkVisibility(),
  );
  box?.focus();
  box?.select();
  return box !== undefined;
}
