import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Ref } from "../../api/types";
import { useDebounced } from "../../ui/useDebounced";
import { useCompanies } from "../../api/useCompanies";

interface Props {
  label: string;
  /** Hides the label where the surroundings say it. */
  bare?: boolean;
  value: Ref | undefined;
  onChange: (company: Ref | undefined) => void;
  placeholder?: string;
  required?: boolean;
  error?: string | undefined;
  /** Offers to add a company under the typed name. */
  onCreate?: (name: string) => void;
}

/** Finds a company by typing: arrow keys move, Enter chooses, Esc closes. */
export function CompanyPicker({
  label,
  bare = false,
  value,
  onChange,
  placeholder = "Type a name",
  required,
  error,
  onCreate,
}: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const open = typed !== undefined;
  const rested = useDebounced(typed ?? "", 120);
  const found = useCompanies(rested.trim(), open);
  const items = found.data?.items ?? [];
  const name = (typed ?? "").trim();
  const creatable =
    Boolean(onCreate) &&
    name !== "" &&
    found.isSuccess &&
    !items.some((item) => item.name.toLowerCase() === name.toLowerCase());
  const count = items.length + (creatable ? 1 : 0);

  const choose = (index: number) => {
    const item = items[index];
    if (item) onChange({ id: item.id, name: item.name });
    else if (creatable) onCreate?.(name);
    setTyped(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        setTyped("");
        setAt(0);
      } else setAt((at + (event.key === "ArrowDown" ? 1 : -1) + count) % Math.max(1, count));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (count > 0) choose(at);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      event.preventDefault();
      setTyped(undefined);
    }
  };

  return (
    <div className="field">
      <label htmlFor={id} className={bare ? "hidden-text" : undefined}>
        {label}
      </label>
      <div className="combo">
        <input
          id={id}
          ref={input}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-options`}
          aria-autocomplete="list"
          aria-activedescendant={open && count > 0 ? `${id}-${at}` : undefined}
          aria-invalid={error ? true : undefined}
          autoComplete="off"
          placeholder={placeholder}
          required={required === true && !value}
          value={typed ?? value?.name ?? ""}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            if (event.target.value === "" && value) onChange(undefined);
          }}
          onClick={() => {
            if (!open) {
              setTyped("");
              setAt(0);
            }
          }}
          onBlur={() => setTyped(undefined)}
          onKeyDown={onKeyDown}
        />
        {open && (
          <ul className="options" role="listbox" id={`${id}-options`} aria-label={label}>
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
                {item.name}
                {item.sources?.length ? (
                  <span className="faint"> {item.sources.map((source) => source.name).join(", ")}</span>
                ) : null}
              </li>
            ))}
            {creatable && (
              <li
                id={`${id}-${items.length}`}
                role="option"
                aria-selected={at === items.length}
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(items.length);
                }}
              >
                Add “{name}” as a new company
              </li>
            )}
            {count === 0 && (
              <li className="said">
                {found.isPending
                  ? "Looking"
                  : found.isError
                    ? "The list could not be loaded"
                    : name
                      ? "No company begins with that"
                      : "No companies yet"}
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
