import { FilterBar, useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";

const states = [
  { value: undefined, label: "All" },
  { value: "denied", label: "Denied" },
  { value: "expired", label: "Ran out" },
];

export function FilterBarPage() {
  const [filters, setFilters] = useFilters("status", "technician");
  return (
    <FilterBar
      label="Filters of the list"
      total="312 of 7,113"
      onClear={
        filters.status || filters.technician
          ? () => setFilters({ status: undefined, technician: undefined })
          : undefined
      }
    >
      <div className="choices">
        <FilterChips filters={states} value={filters.status} onChange={(status) => setFilters({ status })} />
      </div>
      <select
        aria-label="Technician"
        value={filters.technician ?? ""}
        onChange={(event) => setFilters({ technician: event.target.value })}
      >
        <option value="">Any technician</option>
        <option value="7">Sam Rivera</option>
        <option value="8">Priya Nair</option>
      </select>
    </FilterBar>
  );
}
