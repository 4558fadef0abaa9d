import { type ComponentProps, type KeyboardEvent, type ReactNode, useId, useState } from "react";

interface Props {
  label: string;
  /** Hides the label where the surroundings say it. */
  labelHidden?: boolean | undefined;
  /** What a screen reader calls the list of options. */
  listLabel?: string;
  error?: string | undefined;
  /** The text of the chosen option. */
  chosen: string;
  /** What is typed; undefined while the list is closed. */
  typed: string | undefined;
  onType: (typed: string | undefined) => void;
  /** Called in addition when the text was edited by hand. */
  onEdit: (text: string) => void;
  /** False: an empty box has no list, and a click alone does not open it. */
  opensEmpty: boolean;
  options: readonly { key: string; content: ReactNode }[];
  onChoose: (index: number) => void;
  /** Stands in the list when there are no options. */
  none: ReactNode;
  input: ComponentProps<"input">;
}

/** A text box with a list of options below it: arrow keys move, Enter chooses, Esc closes (ARIA 1.2 combobox). */
export function Combobox(props: Props) {
  const { label, error, chosen, typed, onType, onEdit, opensEmpty, options, onChoose, none } = props;
  const id = useId();
  const [active, setActive] = useState(0);
  const open = typed !== undefined && (opensEmpty || typed.trim() !== "");
  const reopen = (text: string) => {
    onType(text);
    setActive(0);
  };
  const choose = (index: number) => {
    onChoose(index);
    onType(undefined);
  };
  const move = (step: number) => setActive((active + step + options.length) % Math.max(1, options.length));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open && !opensEmpty) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) move(event.key === "ArrowDown" ? 1 : -1);
      else reopen("");
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (options.length > 0) choose(active);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      event.preventDefault();
      onType(undefined);
    }
  };
  return (
    <div className="field">
      <label htmlFor={id} className={props.labelHidden ? "hidden-text" : undefined}>
        {label}
      </label>
      <div className="combo">
        <input
          {...props.input}
          id={id}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-options`}
          aria-autocomplete="list"
          aria-activedescendant={open && options.length > 0 ? `${id}-${active}` : undefined}
          aria-invalid={error ? true : undefined}
          autoComplete="off"
          value={typed ?? chosen}
          onChange={(event) => {
            reopen(event.target.value);
            onEdit(event.target.value);
          }}
          onClick={() => {
            if (opensEmpty && !open) reopen("");
          }}
          onBlur={() => onType(undefined)}
          onKeyDown={onKeyDown}
        />
        {open && (
          <ul className="options" role="listbox" id={`${id}-options`} aria-label={props.listLabel ?? label}>
            {options.map((option, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, aria-activedescendant points here
              <li
                key={option.key}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(index);
                }}
              >
                {option.content}
              </li>
            ))}
            {options.length === 0 && <li className="said">{none}</li>}
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
