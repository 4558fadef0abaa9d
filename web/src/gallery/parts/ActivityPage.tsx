import { ActivityList } from "../../ui/ActivityList";

const hour = 3_600_000;
const now = Date.now();
const items = [0.2, 1, 30, 31, 90].map((hours, at) => ({
  id: String(at),
  at: new Date(now - hours * hour).toISOString(),
  what: (
    <>
      <strong>Sam Rivera</strong> verified Ana Torres by SMS code
    </>
  ),
}));

export function ActivityPage() {
  return (
    <div className="card pad">
      <ActivityList label="What happened" items={items} />
    </div>
  );
}
