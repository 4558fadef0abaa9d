import { useIsFetching } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** No part of a screen waits longer than this for the reads of its parts, in milliseconds. */
const longest = 1_500;
/** A read that another one leads to has begun by then, in milliseconds. */
const moment = 40;

/**
 * Whether everything that a part of the screen asked for at first has been answered. What was shown before would be
 * pushed down by what comes later, under somebody's finger. `began` is true once the part asks at all.
 */
export function useFirstReads(began: boolean): boolean {
  const reading = useIsFetching({ predicate: (query) => query.state.status === "pending" }) > 0;
  const [known, setKnown] = useState(false);
  useEffect(() => {
    if (!began || reading) return;
    const timer = setTimeout(() => setKnown(true), moment);
    return () => clearTimeout(timer);
  }, [began, reading]);
  useEffect(() => {
    if (!began) return;
    const timer = setTimeout(() => setKnown(true), longest);
    return () => clearTimeout(timer);
  }, [began]);
  return known;
}
