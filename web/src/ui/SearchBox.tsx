interface Props {
  label: string;
  placeholder?: string;
  maxLength?: number;
  value: string;
  onChange: (value: string) => void;
}

/** The search box of a list. The slash key focuses it, Esc empties it. */
export function SearchBox({ label, placeholder = label, maxLength = 100, value, onChange }: Props) {
  return (
    <label className="search">
      <span className="hidden-text">{label}</span>
      <input
        type="search"
        data-search=""
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
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
