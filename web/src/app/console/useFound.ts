import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { contactQuery, readSearch } from "../../api/contactSearch";
import { keys } from "../../api/keys";
import type { Company, Contact, Session, Ticket } from "../../api/types";
import { may } from "../../session/useSession";
import type { CommandText } from "./readCommand";

interface Found {
  people: readonly Contact[];
  companies: readonly Company[];
  tickets: readonly Ticket[];
  busy: boolean;
}

/** What the server finds for the search for everything: few of each kind, asked side by side. */
export function useFound({ act, words, ticket }: CommandText, session: Session): Found {
  const api = useApi();
  const mayRead = may(session, "contacts:read");
  const person = { ...contactQuery({ text: words, company: undefined }), limit: 6 };
  const people = useQuery({
    queryKey: [...keys.contacts, "found", person],
    enabled: mayRead && readSearch(words).by !== "nothing",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => unwrap(api.GET("/contacts", { params: { query: person }, signal })),
  });
  const company = { query: words, limit: 4 };
  const companies = useQuery({
    queryKey: [...keys.companies, "found", company],
    enabled: mayRead && act === undefined && readSearch(words).by === "name",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => unwrap(api.GET("/companies", { params: { query: company }, signal })),
  });
  const asked = { query: ticket ?? "", status: "all", limit: 5 } as const;
  const tickets = useQuery({
    queryKey: [...keys.tickets, "found", asked],
    enabled: mayRead && ticket !== undefined,
    // A desk without a PSA refuses; people and screens are found all the same.
    retry: false,
    queryFn: ({ signal }) => unwrap(api.GET("/tickets", { params: { query: asked }, signal })),
  });
  const by = readSearch(words).by;
  return {
    people: by === "nothing" ? [] : (people.data?.items ?? []),
    companies: by === "name" && act === undefined ? (companies.data?.items ?? []) : [],
    tickets: ticket === undefined ? [] : (tickets.data?.items ?? []),
    busy: people.isFetching || companies.isFetching || tickets.isFetching,
  };
}
