import { useTitle } from "../../ui/useTitle";
import "./settings.css";
import { SMSChannels } from "./SMSChannels";

/** The numbers that technicians and clients write to each other on. */
export function NumbersScreen() {
  useTitle("SMS channels");
  return (
    <div className="screen narrow">
      <header>
        <h1>SMS channels</h1>
      </header>
      <SMSChannels />
    </div>
  );
}
