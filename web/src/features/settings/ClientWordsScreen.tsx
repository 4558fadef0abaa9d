import { useTitle } from "../../ui/useTitle";
import { Inbound } from "./InboundForm";
import "./settings.css";

/** The words that clients write to make sure that a technician is real. */
export function ClientWordsScreen() {
  useTitle("They verify us");
  return (
    <div className="screen narrow">
      <header>
        <h1>They verify us</h1>
      </header>
      <p className="screen-says">
        A client who doubts that a caller is really yours writes a word of these, and both see the same code.
      </p>
      <Inbound />
    </div>
  );
}
