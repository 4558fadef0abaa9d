import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import "./CommandMenu.css";

export interface Command {
  key: string;
  name: ReactNode;
  /** Stands at the end: the company of a person, the keys of a screen. */
  note?: ReactNode;
  onChoose: () => void;
}

export interface CommandGroup {
  heading: string;
  commands: readonly Command[];
}

/**
 * One box that finds everything: arrow keys move, Enter chooses, Esc closes. What fits is the caller's to say, so that
 * people and tickets are asked of the server and screens are found at once.
 */
export function CommandMenu(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  groups: readonly CommandGroup[];
  /** True while answers are under way. */
  busy: boolean;
  /** Stands where nothing fits. */
  none: ReactNode;
  onClose: () => void;
}) {
  const { label, text, onText, groups, busy, none, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [active, setActive] = useState<string>();
  const all = groups.flatMap((group) => group.commands);
  const at = Math.max(
    0,
    all.findIndex((command) => command.key === active),
  );
  const optionId = (index: number) => `${id}-${index}`;

  useLayoutEffect(() => {
    const box = dialog.current;
    if (box && !box.open) box.showModal();
    return () => box?.close();
  }, []);
  useLayoutEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, id]);

  const choose = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.onChoose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) {
      event.preventDefault();
      setActive(all[(at + step + all.length) % all.length]?.key);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(all[at]);
    }
  };
  let index = -1;
  return (
    <dialog
      ref={dialog}
      className="commands"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <div className="ask">
        <input
          role="combobox"
          aria-label={label}
          aria-expanded={all.length > 0}
          aria-controls={`${id}-found`}
          aria-activedescendant={all.length > 0 ? optionId(at) : undefined}
          aria-autocomplete="list"
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          autoFocus
          value={text}
          onChange={(event) => {
            onText(event.target.value);
            setActive(undefined);
          }}
        />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      <div className="found" role="listbox" id={`${id}-found`} aria-label="What fits" aria-busy={busy}>
        {groups.map(
          (group, place) =>
            group.commands.length > 0 && (
              <div key={group.heading} className="group" role="group" aria-labelledby={`${id}-group-${place}`}>
                <h2 id={`${id}-group-${place}`} role="presentation">
                  {group.heading}
                </h2>
                {group.commands.map((command) => {
                  index += 1;
                  const own = index;
                  return (
                    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the box, aria-activedescendant points here
                    <div
                      key={command.key}
                      id={optionId(own)}
                      role="option"
                      aria-selected={own === at}
                      onPointerMove={() => {
                        if (own !== at) setActive(command.key);
                      }}
                      onClick={() => choose(command)}
                    >
                      <span className="name">{command.name}</span>
                      {command.note !== undefined && <span className="soft">{command.note}</span>}
                    </div>
                  );
                })}
              </div>
            ),
        )}
      </div>
      {all.length === 0 && <p className="soft quiet-line">{busy ? "Looking" : none}</p>}
      <div className="foot" aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> move
        </span>
        <span>
          <kbd>↵</kbd> open
        </span>
      </div>
    </dialog>
  );
}
