import { Masked } from "../ui/Masked";
import { isCooling } from "./shields";
import type { Contact } from "./types";

interface Props {
  contact: Contact;
  /** The list that the person stands in; others of the same name make the company worth saying. */
  among: readonly Contact[] | undefined;
  now: number;
}

/** What tells two people of one name apart: the masked address, the other company, and what was changed lately. */
export function TellApart({ contact, among = [], now }: Props) {
  const address = ["email", "mobile", "phone"]
    .map((kind) => contact.shields.find((shield) => shield.kind === kind))
    .find((shield) => shield !== undefined);
  const elsewhere = companiesOfNamesakes(contact, among);
  const parts = [
    address && <Masked key="address">{address.masked}</Masked>,
    elsewhere.length > 0 && (
      <span key="also">
        also at <bdi>{elsewhere.join(", ")}</bdi>
      </span>
    ),
    contact.shields.some((shield) => isCooling(shield, now)) && (
      <span key="changed" className="tone-warn">
        changed lately
      </span>
    ),
  ].filter(Boolean);
  return parts.flatMap((part, at) => (at === 0 ? [part] : [" · ", part]));
}

/** The other companies where somebody of this name is on the list, each once. */
export function companiesOfNamesakes(contact: Contact, among: readonly Contact[]): string[] {
  const same = (name: string) => name.trim().toLocaleLowerCase();
  return [
    ...new Set(
      among
        .filter((each) => each.id !== contact.id && each.company.id !== contact.company.id)
        .filter((each) => same(each.name) === same(contact.name))
        .map((each) => each.company.name),
    ),
  ];
}
