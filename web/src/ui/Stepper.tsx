import "./Stepper.css";

export interface Step {
  name: string;
  state: "done" | "now" | "later" | "wrong";
}

const marks = { done: "✓", wrong: "!" } as const;
const words = { done: "done", now: "now", later: "to come", wrong: "went wrong" } as const;

/** Where a task of several steps stands. On a phone only the current step has its name. */
export function Stepper({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ol className="stepper" aria-label={label}>
      {steps.map((step, at) => (
        <li key={step.name} className={step.state} aria-current={step.state === "now" ? "step" : undefined}>
          <span className="mark" aria-hidden="true">
            {step.state === "done" || step.state === "wrong" ? marks[step.state] : at + 1}
          </span>
          <span className="name">{step.name}</span>
          <span className="hidden-text">, {words[step.state]}</span>
        </li>
      ))}
    </ol>
  );
}
