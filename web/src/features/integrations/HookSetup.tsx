import { Copy } from "../../ui/Copy";

/** Where the PSA tells of changes as they happen, and how it comes to. */
export function HookSetup({ url, steps, kindName }: { url: string; steps: readonly string[]; kindName: string }) {
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
