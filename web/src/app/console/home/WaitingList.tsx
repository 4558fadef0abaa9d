import type { ReactNode } from "react";

export interface Waiting {
  key: string;
  tone: "warn" | "bad" | "";
  what: ReactNode;
  note?: ReactNode;
  when?: ReactNode;
}

/** Things of one kind that wait; nothing where none does. */
export function WaitingList({ title, items }: { title: string; items: readonly Waiting[] }) {
  if (items.length === 0) return null;
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        <span className="chip">
          <span className="figure">{items.length}</span>
        </span>
      </div>
      <ul className="waiting">
        {items.map((item) => (
          <li key={item.key} className={item.tone}>
            <span className="what">{item.what}</span>
            <span className="soft">{item.note}</span>
            <span className="soft">{item.when}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
