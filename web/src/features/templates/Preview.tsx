import type { TemplateKind } from "../../api/types";
import { Skeleton } from "../../ui/Skeleton";

interface Rendered {
  subject?: string;
  text: string;
  html?: string;
  segments?: number;
}

/** The text as the person gets it, with sample values. Pages are shown in a frame that may run and load nothing. */
export function Preview({
  kind,
  preview,
  stale,
  refused,
}: {
  kind: TemplateKind;
  preview: Rendered | undefined;
  stale: boolean;
  refused: boolean;
}) {
  return (
    <aside className={`preview${stale ? " stale" : ""}`} aria-label="Preview" aria-live="off">
      <div className="row">
        <h3>Preview</h3>
        {preview?.segments !== undefined && (
          <span className={`chip end ${preview.segments > 2 ? "warn" : ""}`}>
            {preview.segments === 1 ? "1 SMS" : `${preview.segments} SMS parts`}
          </span>
        )}
      </div>
      {!preview ? (
        <div key="none" className="card pad">
          {refused ? <p className="soft">Fix what is marked, and the message shows here.</p> : <Skeleton lines={5} />}
        </div>
      ) : kind.startsWith("sms") ? (
        <div className="phone">
          <p className="bubble">{preview.text}</p>
        </div>
      ) : kind === "voice_code" ? (
        <blockquote className="card pad spoken">{preview.text}</blockquote>
      ) : (
        <div className="card mail">
          {preview.subject !== undefined && (
            <p className="mail-subject">
              <span className="faint">Subject</span> <strong>{preview.subject}</strong>
            </p>
          )}
          {preview.html !== undefined ? (
            <iframe title="Preview" sandbox="" srcDoc={preview.html} />
          ) : (
            <p className="pad pre">{preview.text}</p>
          )}
        </div>
      )}
    </aside>
  );
}
