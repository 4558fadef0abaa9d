import type { Verification } from "../../api/types";
import { When } from "../../ui/When";
import { timeline } from "./timeline";

/** What happened so far, oldest first. */
export function Moments({ verification }: { verification: Verification }) {
  const moments = timeline(verification);
  if (moments.length === 0) return null;
  return (
    <ol className="moments">
      {moments.map((moment) => (
        <li key={moment.key} className={`moment ${moment.tone}`}>
          <span className="grow">{moment.words}</span>
          <When at={moment.at} className="faint" />
        </li>
      ))}
    </ol>
  );
}
