import type { Verification } from "../../api/types";
import { When } from "../../ui/When";
import { timelineEntries } from "./timelineEntries";

/** What happened so far, oldest first. */
export function Timeline({ verification }: { verification: Verification }) {
  const moments = timelineEntries(verification);
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
