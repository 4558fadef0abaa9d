/** What is done to each kind of thing, in words: "user.invited" reads "Person invited". */
const words: Readonly<Record<string, string>> = {
  "alert.raised": "Alert raised",
  "alert.settled": "Alert dealt with",
  "alert.taken": "Alert taken",
  "api_key.created": "API key created",
  "api_key.revoked": "API key revoked",
  "audit.exported": "Log and evidence exported",
  "branding.changed": "Branding changed",
  "company.changed": "Company changed",
  "company.created": "Company added",
  "company.renamed": "Company renamed",
  "consent.given": "Messages agreed to (START)",
  "consent.help_asked": "Help asked for (HELP)",
  "consent.withdrawn": "Messages declined (STOP)",
  "contact.changed": "Contact changed",
  "contact.created": "Contact added",
  "contact.created_of_sender": "Unknown sender added as contact",
  "contact.denial_cleared": "Denial cleared",
  "contact.erased": "Contact erased",
  "contact.point_approved": "Number or address approved",
  "contact.sender_assigned": "Unknown sender put on file",
  "contact.synced": "Contact changed by a PSA",
  "contacts.imported": "Contacts imported",
  "conversation.assigned": "Conversation given to somebody",
  "conversation.closed": "Conversation closed",
  "conversation.opened": "Conversation begun",
  "conversation_template.changed": "Text for conversations changed",
  "conversation_template.created": "Text for conversations added",
  "conversation_template.deleted": "Text for conversations deleted",
  "inbound-settings.changed": "Clients’ words changed",
  "integration.archived": "Connection removed",
  "integration.changed": "Connection changed",
  "integration.created": "Connection made",
  "message.denied": "“Not me” written to a code",
  "message.unheard": "Message that nobody waits for",
  "operator.signed_in": "Operator signed in",
  "policy.changed": "Policy changed",
  "policy.reset": "Policy set back to the default",
  "session.closed": "Signed out",
  "session.opened": "Signed in",
  "session.pod_opened": "Pod signed in",
  "session.pod_reused": "Pod’s sign-in used twice, and ended",
  "session.proven": "Password or code given again",
  "session.refused": "Sign-in refused",
  "settings.changed": "Profile, retention or limits changed",
  "sms_channel.archived": "Number archived",
  "sms_channel.changed": "Number changed",
  "sms_channel.created": "Number added",
  "sms_channel.restored": "Number taken back into use",
  "technician-verification.asked": "They verify us: asked",
  "technician-verification.claimed": "They verify us: taken up",
  "technician-verification.code-shown": "They verify us: code shown",
  "technician-verification.confirmed": "They verify us: confirmed",
  "technician-verification.confirmed-early": "They verify us: confirmed before it was taken up",
  "technician-verification.confirmed-too-early": "They verify us: confirmed too early",
  "technician-verification.denied": "They verify us: denied",
  "technician-verification.expired": "They verify us: ran out",
  "technician-verification.limited": "They verify us: asked too often",
  "technician-verification.note-approved": "They verify us: note let go",
  "template.changed": "Template changed",
  "template.reset": "Template set back to the default",
  "ticket_default.archived": "Ticket default archived",
  "ticket_default.changed": "Ticket default changed",
  "ticket_default.created": "Ticket default added",
  "ticket_default.restored": "Ticket default taken back into use",
  "ticket_default.validated": "Ticket default tried out",
  "ticket_write.dismissed": "Ticket note given up",
  "ticket_write.queued_again": "Ticket note tried again",
  "unknown-sender.heard": "Unknown sender wrote",
  "user.changed": "Person changed",
  "user.invited": "Person invited",
  "user.invited_again": "Invitation sent again",
  "user.password_changed": "Password changed",
  "user.password_set": "Password set",
  "user.recovery_code_used": "Recovery code used",
  "user.reset_asked": "Password forgotten",
  "user.totp_enrolled": "Authenticator set up",
  "user.totp_reset": "Authenticator reset",
  "verification.approved": "Verification approved",
  "verification.cancelled": "Verification cancelled",
  "verification.denied": "Verification denied",
  "verification.expired": "Verification ran out",
  "verification.failed": "Verification not sent",
  "verification.not_me": "“This was not me” pressed",
  "verification.joined": "Verification watched from another call",
  "verification.started": "Verification started",
};

/** An audit action in words. One that has none of its own is read from its name: "user.renamed_again" is "User renamed again". */
export function actionLabel(action: string): string {
  return words[action] ?? spoken(action);
}

function spoken(action: string): string {
  const text = action
    .replaceAll(/[._-]/g, " ")
    .replace(/\bsms\b/i, "SMS")
    .replace(/\bapi\b/i, "API")
    .replace(/\btotp\b/i, "authenticator")
    .trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The local days from and to as instants: the whole of both days. */
export function dayRange(from: string, to: string): { from?: string; to?: string } {
  const start = dayStart(from);
  const end = dayStart(to);
  end?.setDate(end.getDate() + 1);
  return { ...(start ? { from: start.toISOString() } : {}), ...(end ? { to: end.toISOString() } : {}) };
}

/** The start of a day in the viewer's zone; undefined for what an address holds and is no day. */
function dayStart(day: string): Date | undefined {
  const start = new Date(`${day}T00:00:00`);
  return Number.isNaN(start.getTime()) ? undefined : start;
}
