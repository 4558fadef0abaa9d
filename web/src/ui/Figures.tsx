/** A ticket's number, an id or a phone number, which runs from left to right in any text. */
export function Figures({ children, className }: { children: string | number; className?: string }) {
  return (
    <bdi dir="ltr" className={className}>
      {children}
    </bdi>
  );
}
