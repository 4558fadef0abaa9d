import { useId } from "react";

/** What an admin does in the PSA, in order. */
export function Steps({ title, steps }: { title: string; steps: readonly string[] }) {
  const id = useId();
  if (steps.length === 0) return null;
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
      </div>
      <ol className="steps card-body">
        {steps.map((step, at) => (
          <li key={at}>{step}</li>
        ))}
      </ol>
    </section>
  );
}
