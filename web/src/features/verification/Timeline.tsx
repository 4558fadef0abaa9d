import type { Verification } from "../../api/types";
import { Moment } from "../../ui/Moment";
import { When } from "../../ui/When";
import { timelineEntries } from "./timelineEntries";

/** What happened so far, oldest first; on a record exactly, to the second. */
export function Timeline({ verification, exactly = false }: { verification: Verification; exactly?: boolean }) {
  const moments = timelineEntries(verification);
  if (moments.length === 0) return null;
  return (
    <ol className="moments">
      {moments.map((moment) => (
        <li key={moment.key} className={`moment ${moment.tone}`}>
          <span className="grow">{moment.words}</span>
          {exactly ? <Moment at={moment.at} className="faint" /> : <When at={moment.at} className="faint" />}
        </li>
      ))}
    </ol>
  );
}
