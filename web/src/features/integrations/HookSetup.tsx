import type { Integration } from "../../api/types";
import { Copy } from "../../ui/Copy";

interface Props {
  url: string;
  steps: readonly string[];
  kindName: string;
  /** Whether the PSA calls, where we ask it to; not there before it was asked. */
  callbacks?: Integration["callbacks"];
}

/** Where the PSA tells of changes as they happen, how it comes to, and whether it does. */
export function HookSetup({ url, steps, kindName, callbacks }: Props) {
  return (
    <section className="card" aria-labelledby="hook">
      <div className="card-head">
        <h2 id="hook">Changes as they happen</h2>
      </div>
      <div className="card-body stack wide">
        <ul className="pod-links">
          <li>
            <div className="grow">
              <div className="soft">Where {kindName} tells us</div>
              <code className="masked">{url}</code>
            </div>
            <Copy text={url} what="the webhook address" />
          </li>
        </ul>
        {callbacks && (
          <p className={`banner ${callbacks.ok ? "ok" : "warn"}`} role="status">
            {callbacks.ok ? `${kindName} tells of changes as they happen.` : callbacks.problem}
          </p>
        )}
        {steps.length > 1 ? (
          <ol className="steps">
            {steps.map((step, at) => (
              <li key={at}>{step}</li>
            ))}
          </ol>
        ) : (
          steps.map((step) => (
            <p key={step} className="soft">
              {step}
            </p>
          ))
        )}
      </div>
    </section>
  );
}
