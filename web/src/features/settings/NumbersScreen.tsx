import { useState } from "react";
import { useTitle } from "../../ui/useTitle";
import "./settings.css";
import { SMSChannelDialog } from "./SMSChannelDialog";
import { SMSChannels } from "./SMSChannels";

/** The numbers that technicians and clients write to each other on. */
export function NumbersScreen() {
  useTitle("SMS channels");
  const [adding, setAdding] = useState(false);
  return (
    <div className="screen narrow">
      <header>
        <h1 className="grow">SMS channels</h1>
        <button type="button" className="primary" onClick={() => setAdding(true)}>
          Add a channel
        </button>
      </header>
      <SMSChannels />
      {adding && <SMSChannelDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
