import { Figures } from "./Figures";
import { groupedNumber } from "./groupedNumber";

/** A whole telephone number, in groups and on one line. */
export function Phone({ children }: { children: string }) {
  return <Figures className="nowrap figure">{groupedNumber(children)}</Figures>;
}
