import { useState } from "react";
import { CalendarGrid } from "../../ui/CalendarGrid";

const zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];

export function CalendarPage() {
  const [day, setDay] = useState("2026-11-30");
  const [zone, setZone] = useState("Europe/Berlin");
  return (
    <div className="card pad stack">
      <select aria-label="Zone" value={zone} onChange={(event) => setZone(event.target.value)}>
        {zones.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <CalendarGrid day={day} onDay={setDay} zone={zone}>
        {(each) => (each.endsWith("-15") ? <span className="chip ok">Sam</span> : null)}
      </CalendarGrid>
    </div>
  );
}
