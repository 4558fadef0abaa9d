import type { PodSetup as Setup } from "../../api/types";
import { Copy } from "../../ui/Copy";

/** How the pod is put into the PSA's own screens: links to copy, and where they go. */
export function PodSetup({ pod, kindName, integrationId }: { pod: Setup; kindName: string; integrationId: string }) {
  return (
    <section className="card" aria-labelledby="pod">
      <div className="card-head">
        <h2 id="pod">The pod on {kindName}'s screens</h2>
      </div>
      <div className="card-body stack wide">
        <ul className="pod-links">
          {pod.links.map((link) => (
            <li key={`${link.screen} ${link.url}`}>
              <div className="grow">
                <div className="soft">{link.screen}</div>
                <code className="masked">{link.url}</code>
              </div>
              <Copy text={link.url} what={`the link for ${link.screen}`} />
            </li>
          ))}
        </ul>
        {pod.app && (
          <div>
            <a className="button" href={`/v1/integrations/${integrationId}/pod-app`} download="countersign-pod.zip">
              Download the app for {kindName}
            </a>
          </div>
        )}
        {pod.steps.length > 0 && (
          <ol className="steps">
            {pod.steps.map((step, at) => (
              <li key={at}>{step}</li>
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}
