import { useState } from "react";
import { SecretField, SecretValue } from "../../ui/SecretField";

export function SecretPage() {
  const [key, setKey] = useState("");
  return (
    <div className="card pad stack wide">
      <SecretField label="Private key" hint="It is sealed and never shown again." value={key} onChange={setKey} />
      <SecretValue what="the API key" text="cs_live_5f0c1b9e2d7a4c8f9e6b3a1d0c5e7f2a" />
    </div>
  );
}
