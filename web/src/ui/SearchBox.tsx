interface Props {
  label: string;
  placeholder?: string;
  maxLength?: number;
  value: string;
  onChange: (value: string) => void;
  /** False where another box of the screen has the slash key. */
  slash?: boolean;
}

/** The search box of a list. The slash key focuses it, Esc empties it. */
export function SearchBox({ label, placeholder = label, maxLength = 100, value, onChange, slash = true }: Props) {
  return (
    <label className="search">
      <span className="hidden-text">{label}</span>
      <input
        type="search"
        data-search={slash ? "" : undefined}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={maxLength}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !value) return;
          event.preventDefault();
          onChange("");
        }}
      />
      {slash && <kbd aria-hidden="true">/</kbd>}
    </label>
  );
}
