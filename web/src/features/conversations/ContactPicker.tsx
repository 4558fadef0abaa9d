import { useState } from "react";
import { understood } from "../../api/contactSearch";
import { TellApart } from "../../api/TellApart";
import type { Contact } from "../../api/types";
import { useContacts } from "../../api/useContacts";
import { useNow } from "../../time/useNow";
import { Combobox } from "../../ui/Combobox";
import { Name } from "../../ui/Name";
import { useDebounced } from "../../ui/useDebounced";

interface Props {
  value: Contact | undefined;
  onChange: (contact: Contact | undefined) => void;
  error?: string | undefined;
}

/** Finds a person on file by typing. */
export function ContactPicker({ value, onChange, error }: Props) {
  const [typed, setTyped] = useState<string>();
  const now = useNow();
  const text = useDebounced(typed ?? "", 120);
  const found = useContacts({ text, company: undefined }, (typed ?? "").trim() !== "");
  const items = found.data?.pages.flatMap((page) => page.items).slice(0, 12) ?? [];
  return (
    <Combobox
      label="To"
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
