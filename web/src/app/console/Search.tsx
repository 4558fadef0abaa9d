import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Session } from "../../api/types";
import { may } from "../../session/useSession";
import { chooseTheme } from "../../theme/theme";
import { type Command, CommandMenu } from "../../ui/CommandMenu";
import { Name } from "../../ui/Name";
import { useDebounced } from "../../ui/useDebounced";
import { managePages, type Place } from "./places";
import { readCommand } from "./readCommand";
import { useFound } from "./useFound";

/** One search for everything: people, companies, tickets, screens and acts. What is typed stays out of the address. */
export function Search(props: { session: Session; places: readonly Place[]; onClose: () => void }) {
  const { session, places, onClose } = props;
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const asked = readCommand(useDebounced(text, 150));
  const { people, companies, tickets, busy } = useFound(asked, session);
  const verifies = asked.act === "verify";

  const persons: Command[] = people.map((contact) => ({
    key: contact.id,
    name: verifies ? (
      <>
        Verify <Name className="">{contact.name}</Name>
      </>
    ) : (
      <Name className="">{contact.name}</Name>
    ),
    note: <Name className="">{contact.company.name}</Name>,
    onChoose: () =>
      void navigate({
        to: "/contacts/$contactId",
        params: { contactId: contact.id },
        ...(verifies ? { state: { verify: true } } : {}),
      }),
  }));
  const screens: Command[] = places
    .flatMap((place) => [
      { name: place.name, to: place.to, search: {}, note: `g ${place.key}` },
      ...place.tabs
        .filter((tab) => tab.to !== place.to || tab.search)
        .map((tab) => ({ name: `${place.name}: ${tab.name}`, to: tab.to, search: tab.search ?? {}, note: "" })),
    ])
    .filter((screen) => holds(screen.name, asked.words))
    .map((screen) => ({
      key: screen.name,
      name: screen.name,
      note: screen.note && <kbd>{screen.note}</kbd>,
      onChoose: () => void navigate({ to: screen.to as "/", search: screen.search as never }),
    }));
  const manage: Command[] = may(session, "admin")
    ? managePages(asked.words)
        .flatMap((group) => group.pages)
        .map((page) => ({
          key: page.to,
          name: page.name,
          note: "Manage",
          onChoose: () => void navigate({ to: page.to as "/" }),
        }))
    : [];
  const acts: Command[] = [
    { key: "dark", name: "Dark screens", onChoose: () => chooseTheme("dark") },
    { key: "light", name: "Light screens", onChoose: () => chooseTheme("light") },
    { key: "system", name: "Light or dark as the system", onChoose: () => chooseTheme("system") },
  ].filter((act) => asked.words !== "" && holds(act.name, asked.words));

  return (
    <CommandMenu
      label="Find a person, company, ticket or screen"
      text={text}
      onText={setText}
      busy={busy}
      none="Nothing fits. Try part of a name, four figures of a number, a ticket's number, or “verify ana”."
      groups={
        verifies
          ? [{ heading: "Verify", commands: persons }]
          : [
              { heading: "People", commands: persons },
              {
                heading: "Tickets",
                commands: tickets.map((ticket) => ({
                  key: `ticket ${ticket.integration.id} ${ticket.id}`,
                  name: (
                    <>
                      <bdi>{ticket.number}</bdi> <span dir="auto">{ticket.summary}</span>
                    </>
                  ),
                  note: ticket.status,
                  onChoose: () =>
                    void navigate({
                      to: "/tickets/$ticketId",
                      params: { ticketId: ticket.id },
                      search: { integration: ticket.integration.id },
                    }),
                })),
              },
              {
                heading: "Companies",
                commands: companies.map((company) => ({
                  key: company.id,
                  name: <Name className="">{company.name}</Name>,
                  onChoose: () =>
                    void navigate({ to: "/contacts/companies/$companyId", params: { companyId: company.id } }),
                })),
              },
              { heading: "Screens", commands: screens },
              { heading: "Manage", commands: manage },
              { heading: "Do", commands: acts },
            ]
      }
      onClose={onClose}
    />
  );
}

function holds(name: string, words: string): boolean {
  const text = name.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
