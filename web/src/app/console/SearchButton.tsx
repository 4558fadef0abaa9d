import { Icon } from "../../ui/Icon";

/** Opens the search for everything. */
export function SearchButton({ onSearch }: { onSearch: () => void }) {
  return (
    <button type="button" className="nav-search" aria-keyshortcuts="Control+K" onClick={onSearch}>
      <Icon name="search" />
      <span className="grow">Search</span>
      <kbd aria-hidden="true">Ctrl K</kbd>
    </button>
  );
}
