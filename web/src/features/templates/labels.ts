import type { TemplateKind } from "../../api/types";

/** What each text is called, in the order of a call. */
export const templateKinds: readonly { kind: TemplateKind; label: string; says: string }[] = [
  { kind: "sms_code", label: "SMS with a code", says: "Goes out when a technician chooses “SMS code”." },
  { kind: "sms_link", label: "SMS with a link", says: "Goes out when a technician chooses “SMS link”." },
  { kind: "email_code", label: "E-mail with a code", says: "Goes out when a technician chooses “E-mail code”." },
  { kind: "email_link", label: "E-mail with a link", says: "Goes out when a technician chooses “E-mail link”." },
  { kind: "voice_code", label: "Voice call", says: "Read aloud after the person has pressed a key." },
  {
    kind: "sms_match",
    label: "SMS for a number match",
    says: "Leads to the page where the person enters the technician's number.",
  },
  { kind: "landing_page", label: "Page behind the link", says: "Where “Validate” and “This was not me” stand." },
  {
    kind: "technician_code",
    label: "Code for a doubting client",
    says: "Answers a client who asks whether the technician is yours; the technician reads the same code to them.",
  },
  {
    kind: "technician_named",
    label: "Which technician it is",
    says: "Names the technician who has taken the request up.",
  },
  { kind: "technician_closed", label: "Technician confirmed", says: "Closes it after the client has confirmed." },
  {
    kind: "technician_denied",
    label: "Technician does not match",
    says: "Warns the client, after either side said that the codes do not match.",
  },
  {
    kind: "conversation_first",
    label: "First answer to an SMS",
    says: "Answers somebody who opened a conversation by writing in.",
  },
  {
    kind: "conversation_received",
    label: "SMS received",
    says: "Acknowledges further messages, where the channel asks for it.",
  },
];

export const isEmail = (kind: TemplateKind): boolean => kind === "email_code" || kind === "email_link";
export const hasFooter = (kind: TemplateKind): boolean => isEmail(kind) || kind === "landing_page";

/** What a placeholder stands for. */
export const placeholderMeaning: Record<string, string> = {
  "${code}": "the digits",
  "${link}": "the address to press",
  "${name}": "the person's name",
  "${msp}": "your name",
  "${technician}": "who is asking",
  "${ticket}": "the ticket",
  "${minutes}": "how long it is good",
  "${company}": "their company",
  "${confirm}": "your word for yes",
  "${deny}": "your word for no",
  "${verify}": "your word for the question",
};
