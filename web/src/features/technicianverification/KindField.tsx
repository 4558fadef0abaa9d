import { kindLabel } from "../../api/labels";
import type { SenderKind, UnknownSender } from "../../api/types";
import { SelectField } from "../../ui/Field";

/** As what a sender can be put on file, the likeliest first. */
export const kindsOf = (sender: Pick<UnknownSender, "transport">): [SenderKind, ...SenderKind[]] =>
  sender.transport === "email" ? ["email"] : ["mobile", "phone"];

/** Asks as what a number is put on file. An address is an e-mail: there is nothing to ask. */
export function KindField({
  sender,
  value,
  onChange,
  error,
}: {
  sender: UnknownSender;
  value: SenderKind;
  onChange: (kind: SenderKind) => void;
  error: string | undefined;
}) {
  const kinds = kindsOf(sender);
  if (kinds.length === 1 && !error) return null;
  return (
    <SelectField label="As their" value={value} onChange={(kind) => onChange(kind as SenderKind)} error={error}>
      {kinds.map((kind) => (
        <option key={kind} value={kind}>
          {kindLabel[kind]}
        </option>
      ))}
    </SelectField>
  );
}
