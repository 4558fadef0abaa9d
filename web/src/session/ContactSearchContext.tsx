import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { ContactFilter } from "../api/contactSearch";

interface Search {
  filter: ContactFilter;
  setFilter: (filter: ContactFilter) => void;
}

const SearchContext = createContext<Search | undefined>(undefined);

/**
 * Keeps the contact search while the technician moves between screens. It is not in the address, because names and
 * numbers must not enter the browser's history.
 */
export function SearchProvider({ children }: { children: ReactNode }) {
  const [filter, setFilter] = useState<ContactFilter>({ text: "", company: undefined });
  const value = useMemo(() => ({ filter, setFilter }), [filter]);
  return <SearchContext value={value}>{children}</SearchContext>;
}

export function useSearch(): Search {
  const search = use(SearchContext);
  if (!search) throw new Error("useSearch outside of SearchProvider");
  return search;
}
