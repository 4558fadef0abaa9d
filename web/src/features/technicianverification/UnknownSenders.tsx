import { useState } from "react";
import { LoadError } from "../../api/LoadError";
import type { Contact, UnknownSender } from "../../api/types";
import { Empty } from "../../ui/Empty";
import { MoreButton } from "../../ui/MoreButton";
import { useToast } from "../../ui/Toasts";
import { AssignSender } from "./AssignSender";
import { ContactOfSender } from "./ContactOfSender";
import { SenderTable } from "./SenderTable";
import "./technicianverification.css";
import { useUnknownSenders } from "./useUnknownSenders";

/** Messages from numbers and addresses that are not on file. Nothing was started or sent for them. */
export function UnknownSenders() {
  const list = useUnknownSenders("strangers");
  const toast = useToast();
  const [asked, ask] = useState<{ act: "assign" | "add"; sender: UnknownSender }>();
  const items = list.data?.pages.flatMap((page) => page.items);
  const close = () => ask(undefined);
  const onDone = (contact: Contact) => {
    close();
    toast({ tone: "ok", words: `On file at ${contact.name}.` });
  };
  return (
    <section className="stack" aria-labelledby="unknown">
      <h2 id="unknown">Unknown senders</h2>
      <p className="soft">
        These wrote from a number or address that nobody has on file. They got no answer. Put one on file only after you
        have verified the person another way.
      </p>
      <div className="card list-card">
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : items?.length === 0 ? (
          <Empty title="No unknown senders">Everybody who wrote is on file.</Empty>
        ) : (
          <SenderTable
            label="Unknown senders"
            items={items}
            actions={(sender) =>
              sender.contact_point && (
                <>
                  <button type="button" className="small" onClick={() => ask({ act: "assign", sender })}>
                    Assign
                  </button>
                  <button type="button" className="small" onClick={() => ask({ act: "add", sender })}>
                    Add as contact
                  </button>
                </>
              )
            }
          />
        )}
        <MoreButton list={list} />
      </div>
      {asked?.act === "assign" && <AssignSender sender={asked.sender} onClose={close} onDone={onDone} />}
      {asked?.act === "add" && <ContactOfSender sender={asked.sender} onClose={close} onDone={onDone} />}
    </section>
  );
}
