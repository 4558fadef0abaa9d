/** On top of every screen while the desk is cut off: what is shown may be old, and nothing is sent. */
export function ConnectionBar({ online, lost }: { online: boolean; lost: boolean }) {
  if (online && !lost) return null;
  return (
    <div className="connection-bar" role="status">
      {online ? (
        <>
          <strong>Reconnecting.</strong> What you see may be old.
        </>
      ) : (
        <>
          <strong>You are offline.</strong> Nothing is sent, also not later. Reconnecting by itself.
        </>
      )}
    </div>
  );
}
