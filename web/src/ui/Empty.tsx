import type { ReactNode } from "react";

/** Stands where a list is empty: what that means, and what to do. */
export function Empty(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** True where it is all that a page shows. */
  whole?: boolean;
}) {
  const { title, children, action, whole = false } = props;
  const Heading = whole ? "h1" : "h2";
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
