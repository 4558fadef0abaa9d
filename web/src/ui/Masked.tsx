/** A masked number or address, which runs from left to right in any text; a long address breaks after the @ and nowhere sooner. */
export function Masked({ children }: { children: string }) {
  const at = children.indexOf("@") + 1;
  return (
    <bdi className="masked" dir="ltr">
      {children.slice(0, at)}
      {at > 0 && <wbr />}
      {children.slice(at)}
    </bdi>
  );
}
