import { Meter } from "../../ui/Meter";

export function MeterPage() {
  return (
    <div className="card pad stack">
      <Meter label="Texts today" value={312} most={500} words="312 of 500" />
      <Meter label="Sign in with a second step" value={2} most={5} words="2 of 5" tone="warn" />
      <Meter label="Money today" value={98} most={100} words="$98 of $100" tone="bad" />
    </div>
  );
}
