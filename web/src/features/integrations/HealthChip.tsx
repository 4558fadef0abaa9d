import type { Integration } from "../../api/types";
import { health } from "./health";

/** The health of a connection: shape, word and colour. */
export function HealthChip({ status }: { status: Integration["status"] }) {
  const { label, tone, mark } = health[status];
  return (
    <span className={`chip ${tone}`} data-health={status}>
      <span aria-hidden="true">{mark}</span>
      {label}
    </span>
  );
}
