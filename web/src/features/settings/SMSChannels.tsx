import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { SMSChannel } from "../../api/types";
import { useSMSChannels } from "../../api/useSMSChannels";
import { Confirm } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { Phone } from "../../ui/Phone";
import { Skeleton } from "../../ui/Skeleton";
import { SMSChannelDialog } from "./SMSChannelDialog";

type Sheet = { kind: "add" } | { kind: "edit" | "archive"; channel: SMSChannel };

/** The numbers that conversations go through. */
export function SMSChannels() {
  const query = useSMSChannels();
  const [sheet, setSheet] = useState<Sheet>();
  const close = () => setSheet(undefined);
  const items = query.data?.items;
  return (
    <section className="card" aria-labelledby="sms-channels">
      <div className="card-head">
        <h2 id="sms-channels">SMS channels</h2>
        <button type="button" className="end" onClick={() => setSheet({ kind: "add" })}>
          Add a channel
        </button>
      </div>
      {query.isPending && (
        <div className="card-body">
          <Skeleton lines={3} />
        </div>
      )}
      {query.isError && <LoadError query={query} />}
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
            <button
              type="button"
              className="quiet"
              aria-label={`Edit ${each.name}`}
              onClick={() => setSheet({ kind: "edit", channel: each })}
            >
              Edit
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={`Archive ${each.name}`}
              onClick={() => setSheet({ kind: "archive", channel: each })}
            >
              Archive
            </button>
          </li>
        ))}
      </ul>
      {sheet?.kind === "add" && <SMSChannelDialog onClose={close} />}
      {sheet?.kind === "edit" && <SMSChannelDialog channel={sheet.channel} onClose={close} />}
      {sheet?.kind === "archive" && <Archive channel={sheet.channel} onClose={close} />}
    </section>
  );
}

function Archive({ channel, onClose }: { channel: SMSChannel; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/sms-channels/{sms_channel_id}", { params: { path: { sms_channel_id: channel.id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.smsChannels });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Archive ${channel.name}?`}
      verb="Archive it"
      busy={archive.isPending}
      onClose={onClose}
      onConfirm={() => archive.mutate()}
    >
      <p>Nobody can write through it any more. Its conversations stay to be read.</p>
      <ProblemNote error={archive.error} />
    </Confirm>
  );
}
