import { useState } from "react";
import { useNow } from "../time/useNow";
import { Combobox } from "../ui/Combobox";
import { Name } from "../ui/Name";
import { useDebounced } from "../ui/useDebounced";
import { understood } from "./contactSearch";
import { TellApart } from "./TellApart";
import type { Contact } from "./types";
import { useContacts } from "./useContacts";

interface Props {
  label: string;
  value: Contact | undefined;
  onChange: (contact: Contact | undefined) => void;
  error?: string | undefined;
}

/** Finds a person on file by typing. */
export function ContactPicker({ label, value, onChange, error }: Props) {
  const [typed, setTyped] = useState<string>();
  const now = useNow();
  const text = useDebounced(typed ?? "", 120);
  const found = useContacts({ text, company: undefined }, (typed ?? "").trim() !== "");
  const items = found.data?.pages.flatMap((page) => page.items).slice(0, 12) ?? [];
  return (
    <Combobox
      label={label}
      listLabel="People"
      error={error}
      chosen={value ? `${value.name}, ${value.company.name}` : ""}
      typed={typed}
      onType={setTyped}
      onEdit={() => {
        if (value) onChange(undefined);
      }}
      opensEmpty={false}
      options={items.map((contact) => ({
        key: contact.id,
        content: (
          <>
            <Name className="">{contact.name}</Name>{" "}
            <span className="faint">
              <bdi>{contact.company.name}</bdi> · <TellApart contact={contact} among={items} now={now} />
              {contact.mobile ? "" : " · no mobile"}
            </span>
            {contact.denied && <strong className="tone-bad"> · denied</strong>}
          </>
        ),
      }))}
      onChoose={(index) => onChange(items[index])}
      none={
        found.isPending
          ? "Looking"
          : found.isError
            ? "The list could not be loaded"
            : (understood(text) ?? "Nobody fits")
      }
      input={{
        spellCheck: false,
        maxLength: 100,
        placeholder: "Name, number or e-mail of somebody on file",
        required: !value,
      }}
    />
  );
}
