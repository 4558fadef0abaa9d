/** A person's or company's name in its own direction of writing. A clipped one shows whole on hover. */
export function Name({
  children,
  strong = false,
  className = "clip",
}: {
  children: string;
  strong?: boolean;
  className?: string;
}) {
  const As = strong ? "strong" : "span";
  return (
    <As className={className} dir="auto" title={children}>
      {children}
    </As>
  );
}
