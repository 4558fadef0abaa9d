interface Props {
  name: string;
  words: string;
  differ: boolean;
  onMatch: () => void;
  onDiffer: () => void;
}

/** The two words that both sides see: they are compared before the call goes on. */
export function CompareWords({ name, words, differ, onMatch, onDiffer }: Props) {
  if (differ)
    return (
      <>
        <h2 className="now-ask tone-bad">Somebody is between you: end the call</h2>
        <p>
          {name} sees other words than you. <strong>Hang up, change nothing, and ring the number on file.</strong>
        </p>
      </>
    );
  return (
    <>
      <h2 className="now-ask">Ask {name} for the two words</h2>
      <p className="read-out same-words">{words}</p>
      <div className="row wrap">
        <button type="button" className="primary" autoFocus onClick={onMatch}>
          They match
        </button>
        <button type="button" className="danger" onClick={onDiffer}>
          They differ: end the call
        </button>
      </div>
    </>
  );
}
