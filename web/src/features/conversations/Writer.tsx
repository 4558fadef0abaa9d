import type { Conversation } from "../../api/types";
import { Masked } from "../../ui/Masked";
import { Name } from "../../ui/Name";

/** The contact's name, or the masked number of an unknown sender; each in its own direction of writing. */
export function Writer({ conversation }: { conversation: Pick<Conversation, "contact" | "contact_point"> }) {
  if (!conversation.contact) return <Masked>{conversation.contact_point}</Masked>;
  return <Name className="">{conversation.contact.name}</Name>;
}
