import { type KeyboardEvent, useId, useState } from "react";
import { understood } from "../../api/contactSearch";
import type { Contact } from "../../api/types";
import { useContacts } from "../../api/useContacts";
import { useDebounced } from "../../ui/useDebounced";

/** Finds a person on file by typing: arrow keys move, Enter chooses, Esc closes. */
export function ContactPicker({
  value,
  onChange,
  error,
}: {
  value: Contact | undefined;
  onChange: (contact: Contact | undefined) => void;
  error?: string | undefined;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [at, setAt] = useState(0);
  const open = typed !== undefined && typed.trim() !== "";
  const rested = useDebounced(typed ?? "", 120);
  const found = useContacts({ text: rested, company: undefined }, open);
  const items = found.data?.pages.flatMap((page) => page.items).slice(0, 12) ?? [];
  const choose = (index: number) => {
    const item = items[index];
    if (item) {
      onChange(item);
      setTyped(undefined);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % Math.max(1, items.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(at);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      setTyped(undefined);
    }
  };
  return (
    <div className="field">
      <label htmlFor={id}>To</label>
      <div className="combo">
        <input
          id={id}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-options`}
          aria-autocomplete="list"
          aria-activedescendant={open && items.length > 0 ? `${id}-${at}` : undefined}
          aria-invalid={error ? true : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          placeholder="Name, number or e-mail of somebody on file"
          required={!value}
          value={typed ?? (value ? `${value.name}, ${value.company.name}` : "")}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            if (value) onChange(undefined);
          }}
          onBlur={() => setTyped(undefined)}
          onKeyDown={onKeyDown}
        />
        {open && (
          <ul className="options" role="listbox" id={`${id}-options`} aria-label="People">
            {items.map((item, index) => (
              <li
                key={item.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(index);
                }}
              >
                {item.name}{" "}
                <span className="faint">
                  {item.company.name}
                  {item.mobile ? "" : " · no mobile"}
                </span>
              </li>
            ))}
            {items.length === 0 && (
              <li className="said">
                {found.isPending
                  ? "Looking"
                  : found.isError
                    ? "The list could not be loaded"
                    : (understood(rested) ?? "Nobody fits")}
              </li>
            )}
          </ul>
        )}
      </div>
      {error && (
        <div className="error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
