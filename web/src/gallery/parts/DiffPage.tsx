import { DiffView, differences } from "../../ui/DiffView";

const names = { code_minutes: "A code is good for", channels: "Ways", note: "Asks for a note", zone: "Zone" };

export function DiffPage() {
  return (
    <div className="card">
      <DiffView
        label="Version 4 to version 5"
        differences={differences(
          names,
          { code_minutes: "5 minutes", channels: ["SMS code", "E-mail code"], note: false, zone: "UTC" },
          { code_minutes: "3 minutes", channels: ["SMS code"], note: true, zone: "UTC" },
        )}
      />
    </div>
  );
}
