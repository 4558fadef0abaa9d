import { useState } from "react";
import { Drawer } from "../../ui/Drawer";

export function DrawerPage() {
  const [side, setSide] = useState<"start" | "end">();
  return (
    <div className="row">
      <button type="button" onClick={() => setSide("end")}>
        Open at the end
      </button>
      <button type="button" onClick={() => setSide("start")}>
        Open at the start
      </button>
      {side && (
        <Drawer title="Filters" side={side} onClose={() => setSide(undefined)}>
          <button type="button">Apply</button>
        </Drawer>
      )}
    </div>
  );
}
