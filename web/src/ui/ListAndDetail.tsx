import type { ReactNode, RefObject } from "react";

interface Props {
  /** Whether a detail stands beside the list. On a narrow screen it then takes the list's place. */
  opened: boolean;
  screen: RefObject<HTMLDivElement | null>;
  children: ReactNode;
}

/** The frame of a list, in a RowKeys with the class list-side, and of a DetailPanel beside it. */
export function ListAndDetail({ opened, screen, children }: Props) {
  return (
    <div className={`list-and-detail${opened ? " with-detail" : ""}`} ref={screen}>
      {children}
    </div>
  );
}
