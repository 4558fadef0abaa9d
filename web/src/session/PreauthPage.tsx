import type { ReactNode } from "react";
import { Shield } from "../ui/Shield";
import { useTitle } from "../ui/useTitle";
import "./session.css";

/** The frame of every page before the sign-in. */
export function PreauthPage({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  useTitle(title);
  return (
    <main className="door">
      <div className="door-mark">
        <Shield state="ok" /> <strong>Countersign</strong>
      </div>
      <div className="card door-card">
        <h1>{title}</h1>
        {children}
      </div>
      {foot && <div className="door-foot soft">{foot}</div>}
    </main>
  );
}
