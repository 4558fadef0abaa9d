import { useState } from "react";
import { Copy } from "../ui/Copy";
import { Check } from "../ui/Field";

/** The recovery codes, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const [kept, setKept] = useState(false);
  const text = codes.join("\n");
  return (
    <>
      <p>
        <strong>The app works.</strong> Keep these recovery codes where your phone is not: each opens your account once
        if the phone is lost. They are not shown again.
      </p>
      <ul className="recovery">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row">
        <Copy text={text} what="the recovery codes" />
        <a
          className="button"
          download="countersign-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          Download
        </a>
      </div>
      <Check label="I have kept them" checked={kept} onChange={setKept} />
      <button type="button" className="primary" disabled={!kept} onClick={onDone}>
        Go to the desk
      </button>
    </>
  );
}
