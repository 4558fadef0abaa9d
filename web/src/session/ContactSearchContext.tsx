import { useLocation } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { ContactFilter } from "../api/contactSearch";
import { useCompany } from "../api/useCompanies";
import { useFilters } from "../ui/FilterBar";

interface Search {
  filter: ContactFilter;
  setFilter: (filter: ContactFilter) => void;
  /** Empties the text, for a screen that leads to the contacts of a company by its address. */
  setText: (text: string) => void;
}

const SearchContext = createContext<Search | undefined>(undefined);

/**
 * Keeps the contact search while the technician moves between screens. The company is in the address. The text is not,
 * because names and numbers must not enter the browser's history.
 */
export function SearchProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  const onContacts = useLocation({ select: (location) => location.pathname.startsWith("/contacts") });
  const [{ company: chosen }, setFilters] = useFilters("company");
  const id = onContacts ? chosen : undefined;
  const name = useCompany(id).data?.name ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: setFilters is made anew at each render and does the same
  const value = useMemo(
    () => ({
      filter: { text, company: id === undefined ? undefined : { id, name } },
      setFilter: (filter: ContactFilter) => {
        setText(filter.text);
        if (filter.company?.id !== id) setFilters({ company: filter.company?.id });
      },
      setText,
    }),
    [text, id, name],
  );
  return <SearchContext value={value}>{children}</SearchContext>;
}

export function useSearch(): Search {
  const search = use(SearchContext);
  if (!search) throw new Error("useSearch outside of SearchProvider");
  return search;
}
