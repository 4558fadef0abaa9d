import { useNavigate } from "@tanstack/react-router";
import { type MouseEvent, useCallback } from "react";
import type { Company } from "../api/types";
import { useSearch } from "./ContactSearchContext";

/** Goes from a company to its people: the contacts, with this company as their only filter. */
export function useOpenContactsOf(): (company: Company, event: MouseEvent) => void {
  const { setText } = useSearch();
  const navigate = useNavigate();
  return useCallback(
    (company, event) => {
      event.preventDefault();
      setText("");
      // The link has left the page by then, and the next Tab has to begin at the list.
      void navigate({ to: "/contacts", search: { company: company.id } as never }).then(() =>
        document.getElementById("main")?.focus(),
      );
    },
    [setText, navigate],
  );
}
