/** The pauses before the second send and the ones after it, in seconds. */
export function Pauses({
  sends,
  value,
  disabled,
  error,
  onChange,
}: {
  sends: number;
  value: readonly number[];
  disabled: boolean;
  error: string | undefined;
  onChange: (seconds: number[]) => void;
}) {
  const count = Math.max(0, Math.min(5, Number.isNaN(sends) ? 0 : sends) - 1);
  const shown = Array.from({ length: count }, (_, at) => value[at] ?? value.at(-1) ?? 30);
  return (
    <fieldset className="pauses" disabled={disabled}>
      <legend>Pause before the next send, in seconds</legend>
      <div className="row wrap">
        {shown.map((seconds, at) => (
          <label key={at} className="with-unit">
            <span className="soft">{["2nd", "3rd", "4th", "5th"][at]}</span>
            <input
              type="number"
              min={0}
              max={600}
              step={1}
              required
              value={Number.isNaN(seconds) ? "" : seconds}
              onChange={(event) =>
                onChange(shown.map((each, index) => (index === at ? event.target.valueAsNumber : each)))
              }
            />
          </label>
        ))}
        {count === 0 && <span className="soft">One send only: no pauses.</span>}
      </div>
      {error && (
        <p className="tone-bad soft" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
