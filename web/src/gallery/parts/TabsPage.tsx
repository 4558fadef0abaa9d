import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { TabLinks, Tabs } from "../../ui/Tabs";

export function TabsPage() {
  const [chosen, setChosen] = useState("verify");
  return (
    <>
      <TabLinks label="Verifications">
        <Link to={"/parts/tabs" as string}>Open</Link>
        <Link to={"/parts/meter" as string}>
          Denied <span className="count">2</span>
        </Link>
      </TabLinks>
      <Tabs
        label="Person"
        chosen={chosen}
        onChoose={setChosen}
        tabs={[
          { key: "verify", label: "Verify", panel: <p>Ask for the six digits.</p> },
          { key: "history", label: "History", panel: <p>Nothing yet.</p> },
          { key: "consent", label: "Consent", panel: <p>Replied START.</p> },
        ]}
      />
    </>
  );
}
