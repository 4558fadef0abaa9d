import type { ReactNode } from "react";

export type IconName = "home" | "inbox" | "ticket" | "people" | "shield" | "manage" | "more" | "search" | "back";

/** A small picture beside a word that says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}

const shapes: Record<IconName, ReactNode> = {
  home: <path d="M3 9.500 10 3.500l7 6M5 8.500V16.500h10V8.500" />,
  inbox: <path d="M3 11.500 5.500 4h9L17 11.500V16H3zM3 11.500h4l1 2h4l1-2h4" />,
  ticket: <path d="M3 6h14v2.500a1.500 1.500 0 0 0 0 3V14H3v-2.500a1.500 1.500 0 0 0 0-3zM11.500 6.500v7" />,
  people: (
    <>
      <circle cx="7.500" cy="7" r="2.700" />
      <path d="M2.500 16c.4-3 2.300-4.500 5-4.500s4.600 1.500 5 4.500M13 4.600a2.500 2.500 0 0 1 0 4.800M14.500 11.900c1.700.6 2.700 2 3 4.100" />
    </>
  ),
  shield: <path d="M10 2.500 16 5v4.500c0 3.800-2.500 6.500-6 8-3.500-1.500-6-4.200-6-8V5zM7.300 10l2 2 3.400-3.800" />,
  manage: <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4" />,
  more: <path d="M3 5.500h14M3 10h14M3 14.500h14" />,
  search: (
    <>
      <circle cx="8.800" cy="8.800" r="5.300" />
      <path d="m13 13 4 4" />
    </>
  ),
  back: <path d="M12.500 4.500 7 10l5.500 5.500" />,
};
