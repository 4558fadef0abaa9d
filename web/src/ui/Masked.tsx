/** A masked number or address; a long address breaks after the @ and nowhere sooner. */
export function Masked({ children }: { children: string }) {
  const at = children.indexOf("@") + 1;
  return (
    <span className="masked">
      {children.slice(0, at)}
      {at > 0 && <wbr />}
      {children.slice(at)}
    </span>
  );
}
