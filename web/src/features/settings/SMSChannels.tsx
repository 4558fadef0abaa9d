import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { SMSChannel } from "../../api/types";
import { useSMSChannels } from "../../api/useSMSChannels";
import { useUndoToast } from "../../api/useUndoToast";
import { Empty } from "../../ui/Empty";
import { Phone } from "../../ui/Phone";
import { Skeleton } from "../../ui/Skeleton";
import { SMSChannelDialog } from "./SMSChannelDialog";

/** The numbers that conversations go through. */
export function SMSChannels() {
  const query = useSMSChannels();
  const [edited, edit] = useState<SMSChannel>();
  const archive = useArchive();
  const items = query.data?.items;
  return (
    <section className="card" aria-label="Channels">
      {query.isPending && (
        <div className="card-body">
          <Skeleton lines={3} />
        </div>
      )}
      {query.isError && <LoadError query={query} />}
      <ProblemNote error={archive.error} />
      {items?.length === 0 && (
        <Empty title="No channel yet">
          With a channel, technicians and clients write to each other by SMS, and the ticket keeps every word.
        </Empty>
      )}
      <ul className="channel-rows">
        {items?.map((each) => (
          <li key={each.id} className="row wrap">
            <div className="grow">
              <strong>{each.name}</strong>
              <div className="soft">
                <Phone>{each.number}</Phone> · {each.integration_id ? "with tickets" : "without tickets"} ·{" "}
                {each.users_may_start ? "clients may begin" : "only technicians begin"}
                {each.confirm_messages ? " · acknowledges each message" : ""}
              </div>
              {each.ticket_problem && (
                <div className="tone-bad soft">
                  No ticket is opened: {each.ticket_problem} It is asked again every two minutes.
                </div>
              )}
            </div>
            <button type="button" className="quiet" aria-label={`Edit ${each.name}`} onClick={() => edit(each)}>
              Edit
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={`Archive ${each.name}`}
              disabled={archive.isPending}
              onClick={() => archive.mutate(each)}
            >
              Archive
            </button>
          </li>
        ))}
      </ul>
      {edited && <SMSChannelDialog channel={edited} onClose={() => edit(undefined)} />}
    </section>
  );
}

/** Archives a channel at once; the notice of it takes it back, with the conversations that it closed. */
function useArchive() {
  const api = useApi();
  const client = useQueryClient();
  const done = useUndoToast();
  const stale = () => {
    for (const queryKey of [keys.smsChannels, keys.conversations]) void client.invalidateQueries({ queryKey });
  };
  const restore = (channel: SMSChannel) =>
    unwrap(
      api.POST("/archived-sms-channels/{archived_sms_channel_id}/restore", {
        params: { path: { archived_sms_channel_id: channel.id } },
      }),
    ).finally(stale);
  return useMutation({
    mutationFn: (channel: SMSChannel) =>
      unwrap(api.DELETE("/sms-channels/{sms_channel_id}", { params: { path: { sms_channel_id: channel.id } } })),
    onSuccess: (_archived, channel) => {
      stale();
      done(
        `${channel.name} is archived: nobody can write through it. Its conversations are closed and stay to be read.`,
        () => restore(channel),
      );
    },
  });
}
