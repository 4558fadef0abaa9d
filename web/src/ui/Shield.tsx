import type { ReactNode } from "react";

export type ShieldState = "ok" | "past" | "no" | "wait" | "off" | "alert";

const outline = "M10 1.5 17.5 4.300v5.700c0 4.6-3.1 8.4-7.5 10.3-4.4-1.9-7.5-5.7-7.5-10.300V4.300z";
const whole = "M10 1 18 4v6c0 5-3.4 9-8 11-4.6-2-8-6-8-11V4z";

/** The shield as a picture. The text beside it says the same. */
export function Shield({ state, big = false }: { state: ShieldState; big?: boolean }) {
  return (
    <svg
      className={`shield ${state}${big ? " big" : ""}`}
      viewBox="0 0 20 22"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-shield={state}
    >
      {shapes[state]}
    </svg>
  );
}

const shapes: Record<ShieldState, ReactNode> = {
  ok: (
    <>
      <path d={whole} fill="currentColor" />
      <path d="m6 11 3 3 5.5-6" stroke="var(--card)" strokeWidth="2" />
    </>
  ),
  past: (
    <>
      <path d={outline} stroke="currentColor" strokeWidth="1.8" />
      <path d="m6.500 10.800 2.600 2.600 4.800-5.200" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  no: <path d={outline} stroke="currentColor" strokeWidth="1.8" />,
  off: (
    <>
      <path d={outline} stroke="currentColor" strokeWidth="1.6" />
      <path d="M7 11h6" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  wait: (
    <>
      <path d={outline} stroke="currentColor" strokeWidth="1.8" strokeDasharray="3 2.5" />
      <path d="M10 7v4.500l2.500 1.5" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  alert: (
    <>
      <path d={whole} fill="currentColor" />
      <path d="m7 7.5 6 6m0-6-6 6" stroke="var(--card)" strokeWidth="2" />
    </>
  ),
};
