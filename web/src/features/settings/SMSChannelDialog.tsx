import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem } from "../../api/ProblemNote";
import type { Ref, SMSChannel, SMSChannelSettings } from "../../api/types";
import { useCompany } from "../../api/useCompanies";
import { useSenders } from "../../api/useSenders";
import { useTeam } from "../../api/useTeam";
import { Dialog } from "../../ui/Dialog";
import { Check, SelectField, TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { groupedNumber } from "../../ui/groupedNumber";
import { withChosen } from "../../ui/withChosen";
import { CompanyPicker } from "../companies/public";
import { checkOf, useTicketDefaults } from "../ticketdefaults/public";
import { newChannel, settingsOf, toSave, withProfile } from "./fields";

const fields = ["name", "number", "default_company_id", "ticket_default_id"];

/** Adds a channel, or changes one. */
export function SMSChannelDialog({ channel, onClose }: { channel?: SMSChannel; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const users = useTeam();
  const numbers = useSenders().data?.numbers;
  const profiles = useTicketDefaults().data?.items ?? [];
  const [draft, setDraft] = useState<SMSChannelSettings>(channel ? settingsOf(channel) : newChannel);
  const [chosen, choose] = useState<Ref | null>();
  const change = (part: Partial<SMSChannelSettings>) => setDraft((before) => ({ ...before, ...part }));
  const known = useCompany(channel?.default_company_id).data;
  // Undefined: as it came. Null: taken away.
  const company = chosen === undefined ? known && { id: known.id, name: known.name } : (chosen ?? undefined);
  // A program may set the PSA and its own ids; they stay until a ticket default takes their place.
  const unnamed = channel?.integration_id !== undefined && channel.ticket_default_id === undefined;
  const notified = draft.notify_users ?? [];
  const save = useMutation({
    mutationFn: () => {
      const body = toSave(draft);
      if (!channel) return unwrap(api.POST("/sms-channels", { body }));
      return unwrap(
        api.PUT("/sms-channels/{sms_channel_id}", { params: { path: { sms_channel_id: channel.id } }, body }),
      );
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.smsChannels });
      onClose();
    },
  });
  const people = users.data?.items.filter((user) => user.status === "active") ?? [];
  return (
    <Dialog title={channel ? `Edit ${channel.name}` : "Add an SMS channel"} onClose={onClose}>
      <Form className="stack wide" onSubmit={() => save.mutate()}>
        <TextField
          label="Name"
          required
          maxLength={80}
          autoComplete="off"
          hint="Technicians see it, clients do not."
          value={draft.name}
          onChange={(name) => change({ name })}
          error={fieldError(save.error, "name")}
        />
        <SelectField
          label="Number"
          required
          hint={
            numbers?.length === 0
              ? "No number is assigned to you yet. Ask whoever runs this installation for one."
              : "One of your own."
          }
          value={draft.number}
          onChange={(number) => change({ number })}
          error={fieldError(save.error, "number")}
        >
          <option value="" disabled>
            Choose a number
          </option>
          {withChosen(numbers, draft.number).map((number) => (
            <option key={number} value={number}>
              {groupedNumber(number)}
            </option>
          ))}
        </SelectField>
        <Check
          label="Clients may begin a conversation"
          hint="Off: only technicians write first."
          checked={draft.users_may_start}
          onChange={(users_may_start) => change({ users_may_start })}
        />
        <Check
          label="Acknowledge every message"
          hint="The text “SMS received” goes back each time."
          checked={draft.confirm_messages}
          onChange={(confirm_messages) => change({ confirm_messages })}
        />
        <Check
          label="Show messages to the client in the ticket"
          hint="Else only technicians read them there. Many ticket systems mail public notes to the client: Zendesk mails each one."
          checked={draft.public_notes ?? false}
          onChange={(public_notes) => change({ public_notes })}
        />
        <CompanyPicker
          label="Company of unknown numbers"
          placeholder="None"
          value={company}
          onChange={(next) => {
            choose(next ?? null);
            change({ default_company_id: next?.id });
          }}
          error={fieldError(save.error, "default_company_id")}
        />
        <p className="soft">Technicians of this company see conversations with numbers that nobody has on file.</p>
        {people.length > 0 && (
          <fieldset>
            <legend>Mail about new and unread messages goes to</legend>
            <div className="stack">
              {people.map((user) => (
                <Check
                  key={user.id}
                  label={user.name}
                  checked={notified.includes(user.id)}
                  onChange={(on) =>
                    change({ notify_users: on ? [...notified, user.id] : notified.filter((id) => id !== user.id) })
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
        {(profiles.length > 0 || draft.ticket_default_id) && (
          <SelectField
            label="Ticket default"
            hint="How new tickets of this channel are filled in."
            value={draft.ticket_default_id ?? ""}
            error={fieldError(save.error, "ticket_default_id")}
            onChange={(id) =>
              setDraft((now) =>
                withProfile(
                  now,
                  profiles.find((each) => each.id === id),
                  channel && settingsOf(channel),
                ),
              )
            }
          >
            <option value="">{unnamed ? "The ids that a program set" : "None"}</option>
            {profiles.map((each) => (
              <option
                key={each.id}
                value={each.id}
              >{`${each.name}, ${each.integration.name}${each.status === "valid" ? "" : `: ${checkOf[each.status].label.toLowerCase()}`}`}</option>
            ))}
            {draft.ticket_default_id && !profiles.some((each) => each.id === draft.ticket_default_id) && (
              <option value={draft.ticket_default_id}>The one it has</option>
            )}
          </SelectField>
        )}
        {profiles.length === 0 && !draft.ticket_default_id && (
          <p className="soft">
            To fill in new tickets, make a <Link to="/manage/ticket-defaults">ticket default</Link> first.
          </p>
        )}
        {!draft.integration_id && (
          <p className="soft">
            Without a ticket default this channel has no ticket system: its conversations stand without tickets.
          </p>
        )}
        <FormProblem error={save.error} fields={fields} />
        <FormActions onCancel={onClose} disabled={save.isPending}>
          {channel ? "Save" : "Add"}
        </FormActions>
      </Form>
    </Dialog>
  );
}
